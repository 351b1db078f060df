from . import slide_channel
from . import subscription_access
from . import subscription_plan
from . import subscription_subscription
