from . import subscription_archived_dialog
