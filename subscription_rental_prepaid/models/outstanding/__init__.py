from . import account_journal
from . import subscription_prepaid_job
from . import subscription_prepaid
from . import res_partner
from . import res_config_settings
