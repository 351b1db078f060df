from . import subscription_plan
from . import subscription_subscription
