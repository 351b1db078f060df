from . import subscription_job_position
from . import subscription_job_mixin
from . import mail_activity
