from . import subscription_ship_dialog
from . import subscription_ship_dialog_row
from . import subscription_bulk_dialog
from . import subscription_subscribe_dialog
from . import subscription_template_dialog
