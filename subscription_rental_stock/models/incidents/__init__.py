from . import subscription_damage_mixin
from . import subscription_incident
from . import subscription_contract
from . import subscription_history
from . import subscription_incident_decision
from . import subscription_incident_ending
from . import subscription_plan
from . import subscription_swap_asked
