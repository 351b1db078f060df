from . import subscription_subscribe
