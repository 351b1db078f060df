"""The billing periods of one agreement, counted from its anchor.

>>> from datetime import date
>>> from .interval import Interval
>>> quarterly = Timeline(date(2024, 1, 31), Interval(3, "month"))
>>> [str(period.start) for period in quarterly.periods(date(2024, 1, 31), count=3)]
['2024-01-31', '2024-04-30', '2024-07-31']

A *slot* is what lies between two boundaries. A *period* is the part of a slot that is
billed at once: all of it, or less at the beginning (leading), at the end (trailing) or at
both (double). Its *share* is the exact number of intervals that it covers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .interval import Interval
from .period import Period


@dataclass(frozen=True)
class Former:
    """How periods were counted up to the day `until`, when another interval began."""

    anchor: date
    interval: Interval
    until: date


@dataclass(frozen=True)
class Timeline:
    """All periods of an agreement: `end` is the first day after it, None if open.

    Where another interval begins on a later day, days before it keep theirs:

    >>> former = Former(date(2024, 1, 31), Interval(1, "month"), until=date(2024, 2, 29))
    >>> changed = Timeline(date(2024, 2, 29), Interval(1, "year"), former=former)
    >>> [str(changed.slot(date(2024, 2, day)).end) for day in (28, 29)]
    ['2024-02-29', '2025-02-28']
    """

    anchor: date
    interval: Interval
    end: date | None = None
    former: Former | None = None

    def slot(self, day: date) -> Period:
        """Return the whole slot that `day` lies in."""
        counted = self.former if self._is_former(day) else self
        n = counted.interval.index(counted.anchor, day)
        first = counted.interval.boundary(counted.anchor, n)
        return Period(first, counted.interval.boundary(counted.anchor, n + 1))

    def _is_former(self, day: date) -> bool:
        return bool(self.former and day < self.former.until)

    def following(self, day: date) -> date:
        """Return the first boundary after `day`."""
        return self._end(self.slot(day), day)

    def _end(self, slot: Period, day: date) -> date:
        return min(slot.end, self.former.until) if self._is_former(day) else slot.end

    def period(self, start: date) -> Period | None:
        """Return the period that begins on `start`, or None where all is over."""
        return Period(start, self.following(start)).overlap(None, self.end)

    def periods(self, start: date, *, count: int) -> Iterator[Period]:
        """Yield at most `count` periods, the first beginning on `start`."""
        for _ in range(count):
            period = self.period(start)
            if period is None:
                return
            yield period
            start = period.end

    def share(self, period: Period) -> Fraction:
        """Return how many intervals `period` covers: 1 for a slot, 1/2 for half of one.

        Shares add up: those of two adjoining periods are the share of both together.
        """
        total = Fraction(0)
        start = period.start
        while start < period.end:
            slot = self.slot(start)
            stop = min(self._end(slot, start), period.end)
            total += Fraction((stop - start).days, slot.days)
            start = stop
        return total

    def next_boundary(self, day: date) -> date:
        """Return the first boundary on or after `day`."""
        slot = self.slot(day)
        return day if slot.start == day else self._end(slot, day)

    def renewed_end(self, intervals: int) -> date:
        """Return the end after `intervals` more, counted from the present end.

        An end that a pause moved lies between boundaries: then it is counted from itself.

        >>> moved = Timeline(date(2025, 3, 11), Interval(1, "year"), date(2026, 1, 11))
        >>> str(moved.renewed_end(1))
        '2027-01-11'
        """
        if self.next_boundary(self.end) != self.end:
            return self.interval.boundary(self.end, intervals)
        n = self.interval.index(self.anchor, self.end)
        return self.interval.boundary(self.anchor, n + intervals)
