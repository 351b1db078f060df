from .tickets import test_sold
from .tickets import test_used
from .tickets import test_refunds
from .tickets import test_entries
