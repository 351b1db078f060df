from .access import test_access
from . import test_confirmed
from . import test_payments
from . import test_points
from . import test_rewards
