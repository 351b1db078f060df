from . import portal_readings
