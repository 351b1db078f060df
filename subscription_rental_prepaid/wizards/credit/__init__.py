from . import subscription_prepaid_request
