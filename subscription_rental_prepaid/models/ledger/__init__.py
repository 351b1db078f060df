from . import subscription_prepaid
from . import subscription_prepaid_batch
from . import subscription_prepaid_movement
from . import subscription_prepaid_hold
from . import subscription_prepaid_moves
from . import subscription_prepaid_given
from . import subscription_prepaid_shown
from . import res_company
