from . import subscription_inspect_dialog
from . import subscription_return_dialog
from . import subscription_unit_sale_dialog
from . import subscription_cancel_dialog
from . import subscription_deposit_dialog
