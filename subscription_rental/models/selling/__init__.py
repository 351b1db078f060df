from . import account_tax
from . import product_template
from . import sale_order
from . import sale_order_line
from . import sale_order_totals
from . import subscription_line
from . import subscription_subscription
