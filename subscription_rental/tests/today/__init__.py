from . import test_form
from . import test_on_today
