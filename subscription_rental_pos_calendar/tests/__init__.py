from .access import test_access
from . import test_bookings
from . import test_credited
from . import test_notes
from . import test_tours
