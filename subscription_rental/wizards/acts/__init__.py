from . import subscription_shown_mixin
from . import subscription_bulk_dialog
from . import subscription_cancel_dialog
from . import subscription_change_dialog
from . import subscription_change_phases
from . import subscription_pause_dialog
from . import subscription_renew_dialog
