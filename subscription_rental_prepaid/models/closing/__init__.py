from . import subscription_closing
