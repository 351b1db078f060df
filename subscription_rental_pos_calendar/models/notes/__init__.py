from . import res_partner
from . import calendar_event
