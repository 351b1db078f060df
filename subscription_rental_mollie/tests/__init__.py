from . import access
from . import test_charges
from . import test_first
from . import test_lost
from . import test_moved
from . import test_provider
from . import test_returned
