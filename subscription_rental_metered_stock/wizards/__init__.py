from . import subscription_ship_dialog_row
from . import subscription_swap_dialog
from . import subscription_return_dialog
from . import subscription_bulk_dialog
