from . import test_accessibility
from . import test_form
from . import test_on_today
from . import test_tour_dutch
