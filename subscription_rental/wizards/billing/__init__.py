from . import subscription_billing_preview
from . import subscription_deposit_ask
from . import subscription_refund
from . import account_move_reversal
