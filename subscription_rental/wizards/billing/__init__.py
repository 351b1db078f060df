from . import subscription_billing_preview_dialog
from . import subscription_deposit_dialog
from . import subscription_refund_dialog
from . import account_move_reversal
