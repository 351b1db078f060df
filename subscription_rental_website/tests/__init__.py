from . import test_cart
from . import test_checkout
from . import test_offers
