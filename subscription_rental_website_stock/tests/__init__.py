from .access import test_access
from . import test_availability
from . import test_cart_units
from . import test_checkout_units
from . import test_tours_units
