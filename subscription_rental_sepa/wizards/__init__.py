from . import subscription_sepa_mandate_dialog
from . import subscription_sepa_amend_dialog
from . import subscription_sepa_upload_dialog
