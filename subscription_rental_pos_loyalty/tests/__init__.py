from .access import test_access
from . import test_promotions
