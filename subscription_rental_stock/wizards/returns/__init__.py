from . import subscription_inspect
from . import subscription_return
from . import subscription_unit_sale
from . import subscription_cancel
from . import subscription_deposit_ask
