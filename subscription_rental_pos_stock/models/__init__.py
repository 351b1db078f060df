from . import handing_over
