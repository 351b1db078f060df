from . import subscription_dunning_ask
