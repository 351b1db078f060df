from . import portal
from . import portal_incident
from . import portal_slip
from . import portal_swap
