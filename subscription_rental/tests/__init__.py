from . import test_billing_job
from . import test_by_hand
from . import test_invoice
from . import test_ledger
from . import test_lifecycle
from . import test_renewal
from . import test_terms
from . import test_tours
