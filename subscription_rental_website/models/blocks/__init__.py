from . import subscription_plan
from . import website
from . import website_snippet_filter
