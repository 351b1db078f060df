# In the order of the floors.
from . import offers
from . import spending
from . import checkout
