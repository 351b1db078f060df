"""Periods that are left out of billing: outside a season, or skipped by agreement.

>>> from .interval import Interval
>>> monthly = Timeline(date(2024, 1, 1), Interval(1, "month"))
>>> summer = frozenset(range(4, 11))
>>> is_out_of_season(monthly.period(date(2024, 3, 1)), summer)
True
>>> found = next_billed(
...     monthly, date(2024, 11, 1), lambda one: is_out_of_season(one, summer)
... )
>>> str(found.start)
'2025-04-01'

A period belongs to the month in which it begins, whole or in part.
"""

from collections.abc import Callable, Iterable
from datetime import date

from .period import Period
from .timeline import Timeline

ALL_YEAR = frozenset(range(1, 13))
# A season comes again within a year of days; longer chains of skipped periods are none.
MOST_IN_A_ROW = 400


def is_out_of_season(period: Period, months: frozenset[int]) -> bool:
    """Return whether `period` begins in none of these months, numbered from 1."""
    return period.start.month not in months


def is_skipped(timeline: Timeline, period: Period, days: Iterable[date]) -> bool:
    """Return whether `period` is skipped: one of `days`, agreed on before, lies in it.

    A day stands for its period, also where this is moved later. Of a period that is cut,
    what comes after the cut is skipped as well:

    >>> from .interval import Interval
    >>> monthly = Timeline(date(2024, 1, 1), Interval(1, "month"))
    >>> is_skipped(monthly, monthly.period(date(2024, 8, 10)), [date(2024, 8, 1)])
    True
    """
    first = min(timeline.slot(period.start).start, period.start)
    return any(first <= day < period.end for day in days)


def next_billed(
    timeline: Timeline, cursor: date, is_left_out: Callable[[Period], bool]
) -> Period | None:
    """Return the first period from `cursor` on that is not left out; None without one."""
    periods = timeline.periods(cursor, count=MOST_IN_A_ROW)
    return next((one for one in periods if not is_left_out(one)), None)
