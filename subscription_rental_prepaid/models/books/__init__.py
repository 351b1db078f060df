from . import res_company
from . import subscription_prepaid_movement
from . import subscription_prepaid
