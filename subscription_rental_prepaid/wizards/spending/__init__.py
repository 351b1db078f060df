from . import subscription_prepaid_spend
