from . import subscription_charge_add
from . import subscription_charge_cancel
