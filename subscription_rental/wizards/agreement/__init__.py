from . import subscription_archived_dialog
from . import subscription_template_dialog
