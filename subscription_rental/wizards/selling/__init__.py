from . import subscription_subscribe_dialog
