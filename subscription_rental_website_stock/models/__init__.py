# In the order of the floors.
from . import availability
from . import cart
from . import checkout
