from . import subscription_subscribe_dialog
from . import subscription_subscribe_amounts
from . import sale_order_discount
