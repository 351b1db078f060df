from .access import test_access
from .handing_over import test_handing_over
from .handing_over import test_tours
