from .access import test_access
from . import test_checked_units
from . import test_portal_units
from . import test_units_read
