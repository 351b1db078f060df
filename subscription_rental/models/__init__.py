# In the order of the floors: a room reaches its own and those before it.
from . import agreement
from . import jobs
from . import ledger
from . import billing
from . import acts
from . import readings
from . import followers
from . import selling
from . import collection
from . import dunning
from . import due
from . import renewing
from . import reminders
from . import portal
from . import today
from . import figures
from . import closing
