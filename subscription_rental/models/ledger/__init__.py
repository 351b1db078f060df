from . import subscription_audit_job
from . import subscription_charge
from . import subscription_period
from . import account_move_line
from . import subscription_audit
from . import subscription_ledger
from . import subscription_line
from . import subscription_schedule
