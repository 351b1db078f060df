from . import offers
from . import ledger
from . import books
from . import granting
from . import credit
from . import spending
from . import sharing
from . import outstanding
