from . import subscription_charge_add
from . import subscription_charge_cancel
from . import subscription_billing_preview
from . import subscription_cancel
from . import account_move_reversal
