from . import subscription_prepaid_batch
from . import subscription_prepaid_batch_refund
from . import subscription_prepaid_refund
from . import account_move_line
from . import account_move_line_refund
from . import account_move
from . import account_partial_reconcile
from . import sale_order
