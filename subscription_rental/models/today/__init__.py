from . import res_users
from . import subscription_grouped
from . import subscription_today
from . import subscription_today_doors
from . import subscription_today_figures
