from . import subscription_shown_mixin
from . import subscription_bulk
from . import subscription_cancel
from . import subscription_change
from . import subscription_pause_ask
from . import subscription_renew_ask
