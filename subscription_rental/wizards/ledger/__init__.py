from . import subscription_charge_add_dialog
from . import subscription_charge_cancel_dialog
