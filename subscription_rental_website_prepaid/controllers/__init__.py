from . import cart
from . import payment
