from . import subscription_subscription
from . import subscription_today
