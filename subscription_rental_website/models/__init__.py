# In the order of the floors.
from . import offer
from . import cart
from . import checkout
from . import blocks
