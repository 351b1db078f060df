from . import granting
from . import spending
from . import credit
