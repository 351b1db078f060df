"""Readings that can be, and look like a slip all the same.

>>> from datetime import date
>>> read = [Reading(date(2024, 1, day), 10 * day) for day in (1, 11, 21)]
>>> day = date(2024, 1, 31)
>>> [is_far(Curve.of(read), Reading(day, shown)) for shown in (1210, 1211)]
[False, True]
"""

from .metering import Curve, Reading
from .proration import exact

# A reading of more than so many times the average is asked about, where the average is one
# of at least so many readings.
FAR = 10
FEWEST = 3


def is_far(curve: Curve, reading: Reading) -> bool:
    """Return whether `reading` is far above what was used until then: a slip, perhaps.

    It says that each day since the last reading had more than ten times the average, and
    there are at least three readings to tell the average from.

    :param curve: of the readings before it
    """
    if len(curve.points) < FEWEST:
        return False
    last = curve.points[-1]
    turned = curve.runs_over_at if reading.ran_over else 0
    grown = exact(reading.value) + turned - last.shown
    # Of two readings on one day the second has a day, too.
    days = max((reading.day - last.day).days, 1)
    return grown > FAR * curve.average() * days
