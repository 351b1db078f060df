from . import payment
from . import portal
from . import portal_documents
from . import portal_method
from . import portal_withdrawal
from . import public_ending
from . import clerk_method
from . import sale_portal
