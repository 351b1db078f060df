from . import subscription_bulk_dialog
from . import subscription_change_dialog
from . import subscription_reading_void_dialog
