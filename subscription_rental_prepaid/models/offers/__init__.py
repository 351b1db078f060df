from . import subscription_prepaid_terms
from . import subscription_prepaid_service
from . import subscription_prepaid_offer
from . import product_template
from . import res_company
