from . import portal
from . import portal_swap
