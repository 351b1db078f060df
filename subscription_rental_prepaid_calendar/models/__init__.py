from . import subscription_prepaid_terms
from . import calendar_event
from . import calendar_event_claims
from . import calendar_event_sessions
from . import calendar_event_ticket
from . import calendar_attendee
from . import subscription_prepaid_hold
from . import subscription_prepaid
