from . import sale_order
from . import sale_order_line
from . import subscription_plan
from . import subscription_subscription
