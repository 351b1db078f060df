from . import cart
from . import payment
from . import shop
