from . import product_template
from . import subscription_plan
from . import subscription_plan_listed
from . import subscription_plan_phases
from . import website
