from . import subscription_payment_ask
from . import subscription_bulk_payment
