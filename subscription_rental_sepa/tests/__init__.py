from . import access
from . import test_answers
from . import test_collections
from . import test_debits
from . import test_mandates
from . import test_provider
from . import test_signed_online
from . import test_tours
