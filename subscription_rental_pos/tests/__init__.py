from .access import test_access
from .tills import test_loading
from .tickets import test_sold
from .tickets import test_used
from .tickets import test_refunds
from .tickets import test_entries
from .tickets import test_tours
from .notes import test_notes
from .settling import test_settling
from .subscribing import test_offered
from .subscribing import test_paid
from .subscribing import test_tampered
from .subscribing import test_books
from .subscribing import test_methods
from .subscribing import test_tours as test_subscribing_tours
