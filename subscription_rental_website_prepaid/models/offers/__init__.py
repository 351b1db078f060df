from . import product_product
from . import product_template
from . import subscription_prepaid_offer
from . import sale_order
from . import sale_order_line
