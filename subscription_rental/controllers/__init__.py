from . import payment
from . import portal
from . import portal_documents
from . import portal_method
from . import clerk_method
from . import sale_portal
