from . import payment_transaction
from . import res_company
from . import res_config_settings
from . import sale_order
from . import sale_order_paid
from . import subscription_subscription
