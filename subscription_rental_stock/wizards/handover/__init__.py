from . import subscription_ship
from . import subscription_ship_row
from . import subscription_bulk
from . import subscription_subscribe
