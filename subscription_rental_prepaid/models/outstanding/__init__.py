from . import account_journal
from . import subscription_prepaid_job
