from . import subscription_mollie_check
