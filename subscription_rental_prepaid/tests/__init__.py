from .ledger import test_moves
from .books import test_entries
from .granting import test_grants
from .spending import test_sessions
