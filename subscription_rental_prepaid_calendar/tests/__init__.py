from .access import test_access
from . import test_claims
from . import test_sessions
from . import test_tickets
