from . import pos_config
from . import subscription_ship_dialog
