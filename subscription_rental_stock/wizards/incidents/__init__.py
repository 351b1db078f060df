from . import subscription_swap
