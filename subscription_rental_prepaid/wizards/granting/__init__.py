from . import subscription_prepaid_refund
