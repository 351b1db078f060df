from . import subscription_part_dialog
