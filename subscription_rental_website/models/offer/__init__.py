from . import product_template
from . import subscription_plan
from . import website
