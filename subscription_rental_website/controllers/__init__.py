from . import cart
from . import payment
from . import plans
from . import shop
