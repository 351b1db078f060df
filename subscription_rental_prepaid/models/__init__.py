from . import offers
from . import ledger
from . import books
from . import granting
from . import spending
