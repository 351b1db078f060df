# In the order of the floors.
from . import agreement
from . import ledger
from . import billing
from . import acts
from . import readings
from . import selling
from . import collection
from . import dunning
from . import due
from . import reminders
from . import closing
