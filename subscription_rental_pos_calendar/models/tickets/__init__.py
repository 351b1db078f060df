from . import pos_order_line
from . import pos_order
from . import account_move
