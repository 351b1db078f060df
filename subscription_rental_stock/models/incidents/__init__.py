from . import subscription_incident
from . import subscription_contract
from . import subscription_history
from . import subscription_incident_decision
from . import subscription_incident_ending
