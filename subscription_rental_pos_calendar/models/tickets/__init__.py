from . import pos_order_line
from . import pos_order
