from . import product_product
from . import product_template
from . import sale_order_line
from . import subscription_assignment
from . import subscription_plan
from . import website
