# In the order of the floors.
from . import handover
from . import returns
from . import incidents
