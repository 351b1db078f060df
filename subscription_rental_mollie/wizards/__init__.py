from . import subscription_mollie_check
from . import subscription_provider_file_dialog
