from . import subscription_figures
from . import subscription_figures_customers
from . import subscription_figures_told
from . import subscription_figures_coming
