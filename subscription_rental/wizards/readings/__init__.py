from . import subscription_part_ask
