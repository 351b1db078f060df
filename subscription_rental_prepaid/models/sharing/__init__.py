from . import subscription_prepaid
