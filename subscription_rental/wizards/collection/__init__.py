from . import subscription_payment_dialog
from . import subscription_bulk_dialog_payment
from . import subscription_moving_mixin
from . import subscription_moving_credit
from . import subscription_moving_method
from . import subscription_provider_file_dialog
from . import subscription_provider_file_row
from . import subscription_subscribe_dialog
