from . import payment_provider
from . import sale_order
from . import sale_order_again
from . import sale_order_line
