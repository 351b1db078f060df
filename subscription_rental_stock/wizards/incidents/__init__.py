from . import subscription_swap_dialog
