from . import subscription_due_renew_dialog
from . import subscription_due_renew_dialog_line
