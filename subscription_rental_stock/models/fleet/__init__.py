from . import subscription_unit_report
from . import subscription_unit_report_money
from . import subscription_unit_opened
