from . import stock_move
from . import stock_move_line
from . import stock_lot
from . import subscription_assignment
from . import subscription_meter
from . import subscription_reading
from . import subscription_reading_handed
