from . import tills
from . import tickets
from . import notes
from . import settling
from . import subscribing
