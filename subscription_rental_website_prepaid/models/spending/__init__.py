from . import sale_order
from . import sale_order_line
from . import subscription_prepaid_hold
from . import website
from . import payment_provider
