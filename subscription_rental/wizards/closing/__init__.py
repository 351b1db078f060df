from . import subscription_write_off_dialog
