from . import subscription_subscribe_dialog
from . import sale_order_discount
