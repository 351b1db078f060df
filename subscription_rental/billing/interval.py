"""Billing intervals, and the boundaries that they set from an anchor.

>>> from datetime import date
>>> monthly = Interval(1, "month")
>>> [str(monthly.boundary(date(2024, 1, 31), n)) for n in (0, 1, 2, 3)]
['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']

Boundary n is always counted from the anchor, never from boundary n - 1: so a month-end
date returns to its day, and nothing drifts.
"""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from .errors import DateOutOfRange, InvalidInterval

# The longest interval of each unit: ten years. Longer is a typing error.
LONGEST = {"day": 3660, "week": 522, "month": 120, "year": 10}
UNITS = tuple(LONGEST)

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "year": 12}
# Intervals of so many days begin in every month.
SHORTEST_MONTH = 28


@dataclass(frozen=True)
class Interval:
    """Every `count` units; a unit is one of UNITS.

    Raises:
        InvalidInterval: the unit is unknown, or the count is no whole number from 1 to
            the unit's longest.
    """

    count: int
    unit: str

    def __post_init__(self) -> None:
        """Refuse an interval that could not be billed."""
        if self.unit not in LONGEST:
            raise InvalidInterval(f"{self.unit!r} is none of {', '.join(UNITS)}")
        whole = isinstance(self.count, int) and not isinstance(self.count, bool)
        if not whole or not 1 <= self.count <= LONGEST[self.unit]:
            longest = LONGEST[self.unit]
            raise InvalidInterval(f"{self.count!r} is no number from 1 to {longest}")

    def boundary(self, anchor: date, n: int) -> date:
        """Return boundary `n` (of any sign) of the periods counted from `anchor`.

        A day that its month lacks becomes the month's last day.

        Raises:
            DateOutOfRange: the calendar ends before it.
        """
        steps = n * self.count
        if not steps:
            return anchor
        if self.unit in DAYS:
            distance = relativedelta(days=steps * DAYS[self.unit])
        else:
            distance = relativedelta(months=steps * MONTHS[self.unit])
        try:
            return anchor + distance
        except (OverflowError, ValueError) as error:
            raise DateOutOfRange(f"boundary {n} from {anchor}") from error

    def index(self, anchor: date, day: date) -> int:
        """Return the number n of the slot of `day`: boundary n <= day < boundary n + 1."""
        if self.unit in DAYS:
            return (day - anchor).days // (self.count * DAYS[self.unit])
        months = (day.year - anchor.year) * 12 + day.month - anchor.month
        n = months // (self.count * MONTHS[self.unit])
        # In the boundary's own month, the days before it belong to the slot before.
        return n if self.boundary(anchor, n) <= day else n - 1

    @property
    def fits_in_month(self) -> bool:
        """Return whether it is no longer than a month, so that each month begins some."""
        if self.unit in DAYS:
            return self.count * DAYS[self.unit] <= SHORTEST_MONTH
        return self.months == 1

    @property
    def months(self) -> int:
        """Return the length in months, or 0 for intervals that are counted in days."""
        return self.count * MONTHS.get(self.unit, 0)
