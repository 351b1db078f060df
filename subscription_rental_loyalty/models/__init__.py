from . import loyalty_reward
from . import sale_order
from . import sale_order_line
from . import sale_order_points
from . import subscription_charge
