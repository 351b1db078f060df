"""Another billing day of an agreement that runs: periods are counted from a day to come.

Nothing that is billed changes. What lies between the last billed day and the new first day
is billed as it always was, and what is left of it as a part: the *bridge*.

>>> from .interval import Interval
>>> monthly = Timeline(date(2024, 1, 1), Interval(1, "month"))
>>> moved = move(monthly, date(2024, 2, 1), date(2024, 3, 15))
>>> [str(period.end) for period in moved.periods(date(2024, 2, 1), count=3)]
['2024-03-01', '2024-03-15', '2024-04-15']
>>> [str(moved.share(period)) for period in moved.periods(date(2024, 2, 1), count=3)]
['1', '14/31', '1']
"""

from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from .timeline import Former, Timeline

# Why periods cannot be counted from a day on.
BILLED = "billed"
PASSED = "passed"
ENDED = "ended"
FAR = "far"
SAME = "same"
WAITS = "waits"


def move(timeline: Timeline, cursor: date, day: date) -> Timeline:
    """Return `timeline` with its periods counted from `day` on; days before keep theirs.

    :param cursor: the first day that is not billed; `day` is that day, or a later one

    Where an earlier move waits for its day it is replaced; back on the billing day that
    holds now, it is undone:

    >>> from .interval import Interval
    >>> monthly = Timeline(date(2024, 1, 1), Interval(1, "month"))
    >>> cursor = date(2024, 2, 1)
    >>> move(move(monthly, cursor, date(2024, 2, 9)), cursor, date(2024, 3, 1)) == monthly
    True
    """
    before = _counted_now(timeline, cursor)
    if before.next_boundary(day) == day:
        return before
    return replace(before, anchor=day, former=Former(before.anchor, before.interval, day))


def _counted_now(timeline: Timeline, cursor: date) -> Timeline:
    """Return how periods are counted on the day `cursor`, and would be from then on."""
    former = timeline.former
    if not former or former.until <= cursor:
        return timeline
    return replace(timeline, anchor=former.anchor, former=None)


def problem(timeline: Timeline, cursor: date, today: date, day: date) -> str | None:
    """Return why periods cannot be counted from `day` on, None if they can.

    >>> from .interval import Interval
    >>> monthly = Timeline(date(2024, 1, 1), Interval(1, "month"))
    >>> problem(monthly, date(2024, 2, 1), date(2024, 1, 9), date(2024, 1, 20))
    'billed'
    >>> problem(monthly, date(2024, 2, 1), date(2024, 1, 9), date(2024, 3, 1))
    'same'
    """
    former = timeline.former
    if former and former.until > cursor and former.interval != timeline.interval:
        return WAITS
    reasons = {
        BILLED: day < cursor,
        PASSED: day <= today,
        ENDED: timeline.end and day >= timeline.end,
        FAR: day > max(cursor, today) + relativedelta(years=1),
    }
    found = next((reason for reason, holds in reasons.items() if holds), None)
    if not found and move(timeline, cursor, day) == timeline:
        return SAME
    return found
