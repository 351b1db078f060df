from . import subscription_dunning_dialog
from . import subscription_preset_dialog
