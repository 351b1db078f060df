from .access import test_access
from . import test_accessibility
from . import test_blocks
from . import test_cart
from . import test_checkout
from . import test_languages
from . import test_offers
from . import test_tours
