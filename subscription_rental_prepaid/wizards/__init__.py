from . import granting
from . import spending
