from .access import test_access
from . import test_attendees
from . import test_courses
from . import test_tours
