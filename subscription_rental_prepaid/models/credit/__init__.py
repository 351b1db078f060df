from . import subscription_prepaid
from . import subscription_prepaid_batch
from . import account_move_line
from . import subscription_plan
