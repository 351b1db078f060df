from .access import test_access
from . import test_billed
from . import test_corrected
from . import test_ended
from . import test_readings
from . import test_tariffs
