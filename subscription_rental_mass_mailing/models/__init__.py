from . import mailing_list
from . import subscription_mailing_job
