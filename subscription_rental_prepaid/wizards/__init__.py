from . import granting
from . import credit
from . import spending
from . import sharing
