from .access import test_access
from .ledger import test_moves
from .books import test_entries
from .granting import test_grants
from .credit import test_credit
from .spending import test_sessions
from .sharing import test_sharing
from .outstanding import test_prepaid_jobs
