# In the order of the floors.
from . import units
from . import handover
from . import returns
from . import incidents
from . import today
from . import fleet
