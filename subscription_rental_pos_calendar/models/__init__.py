from . import tills
from . import tickets
from . import notes
