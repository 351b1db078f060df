from . import subscription_charge_add
from . import subscription_charge_cancel
from . import subscription_billing_preview
from . import subscription_shown_mixin
from . import subscription_change
from . import subscription_pause_ask
from . import subscription_cancel
from . import account_move_reversal
