from . import subscription_ship
from . import subscription_ship_row
from . import subscription_return
from . import subscription_swap
from . import subscription_inspect
from . import subscription_unit_sale
