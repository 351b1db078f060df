"""Calendar billing: periods that begin on a chosen calendar day.

>>> from datetime import date
>>> str(Alignment(1).anchor(Interval(1, "month"), date(2024, 3, 20)))
'2024-03-01'

The anchor is the last such day on or before the start; so the first period is what is left
of its slot, and is prorated like any other part of one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .errors import InvalidAlignment
from .interval import Interval

DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Alignment:
    """Begin periods on `day`: a weekday (1 = Monday) for weeks, else a day of the month.

    `month` matters for intervals of several months and for years: one of their periods
    begins in it, so that quarters from month 1 are those of the calendar.
    """

    day: int
    month: int = 1

    def anchor(self, interval: Interval, start: date) -> date:
        """Return the anchor for an agreement whose billing begins on `start`.

        Raises:
            InvalidAlignment: the interval is counted in days, or no month that a period
                could begin in has such a day.
        """
        if interval.unit == "day":
            raise InvalidAlignment("intervals of days follow no calendar day")
        if interval.unit == "week":
            return self._weekday(start)
        return self._month_day(interval, start)

    def check(self, interval: Interval) -> None:
        """Raise InvalidAlignment where `interval` cannot be aligned like this."""
        self.anchor(interval, date(2024, 12, 31))

    def _weekday(self, start: date) -> date:
        if not 1 <= self.day <= 7:
            raise InvalidAlignment(f"{self.day} is no weekday from 1 to 7")
        return start - timedelta(days=(start.isoweekday() - self.day) % 7)

    def _month_day(self, interval: Interval, start: date) -> date:
        if not 1 <= self.month <= 12 or not 1 <= self.day <= 31:
            raise InvalidAlignment(f"there is no day {self.month}-{self.day}")
        step = _phase(interval)
        year, month = start.year, start.month
        # 29 February is up to eight years back.
        for _ in range(12 * 9):
            fits = (month - self.month) % step == 0
            if fits and _exists(year, month, self.day):
                anchor = date(year, month, self.day)
                if anchor <= start:
                    return anchor
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        raise InvalidAlignment(f"no such month has a day {self.day}")


def _phase(interval: Interval) -> int:
    """Return every how many months a period may begin, seen from the chosen month."""
    if interval.months % 12 == 0:
        return 12
    return interval.months if 12 % interval.months == 0 else 1


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
