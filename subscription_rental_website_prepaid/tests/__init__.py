from .access import test_access
from .offers import test_offers_shown
from .spending import test_cart_sessions
from .spending import test_cart_credit
from .checkout import test_beside_plans
from .checkout import test_buying
from .checkout import test_paying_rest
from .checkout import test_prepaid_tours
