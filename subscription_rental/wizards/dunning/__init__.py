from . import subscription_dunning_dialog
