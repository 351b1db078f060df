from . import subscription_job_mixin
