from . import subscription_prepaid_hand
from . import subscription_prepaid_claim
