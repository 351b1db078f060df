from . import res_company
from . import res_config_settings
from . import subscription_documents
from . import subscription_link
from . import subscription_plan
from . import subscription_subscription
