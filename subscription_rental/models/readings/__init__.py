from . import account_move
from . import subscription_counts
from . import subscription_history
from . import subscription_outlook
from . import subscription_customer
from . import subscription_part
from . import subscription_receipts
from . import subscription_plan
