from . import subscription_prepaid
from . import subscription_prepaid_line
from . import subscription_prepaid_document
from . import subscription_prepaid_spending
from . import sale_order_line
from . import sale_order
from . import account_move_line
from . import account_move
