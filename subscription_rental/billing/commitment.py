"""The minimum term, and what leaving it early costs.

>>> from datetime import date
>>> from .interval import Interval
>>> monthly = Timeline(date(2024, 1, 1), Interval(1, "month"))
>>> [part] = parts_left(monthly, date(2024, 10, 1), date(2025, 1, 1))
>>> left = [(30, monthly.share(part))]
>>> early_fee(REMAINING, left, fixed=0, percent=50, rounding="0.01")
Decimal('45')
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .period import Period
from .proration import Number, exact, rounded
from .timeline import Timeline

NOTHING = "none"
FIXED = "fixed"
REMAINING = "remaining"
REFUSED = "refused"


def parts_left(timeline: Timeline, day: date, commitment_end: date | None) -> list[Period]:
    """Return what lies between `day` and the end of the commitment, by interval.

    Where another interval begins on a later day, days before it are a part of their own:
    they cost a part of another price.

    :param day: the first day that the customer has not been billed for
    """
    if not commitment_end or day >= commitment_end:
        return []
    left = Period(day, commitment_end)
    if not timeline.former:
        return [left]
    until = timeline.former.until
    parts = (left.overlap(None, until), left.overlap(until, None))
    return [part for part in parts if part]


def split(parts: list[Period], days: Iterable[date]) -> list[Period]:
    """Return `parts` cut on each of `days`: another price begins there.

    >>> year = Period(date(2024, 1, 1), date(2025, 1, 1))
    >>> [str(part.start) for part in split([year], [date(2024, 4, 1)])]
    ['2024-01-01', '2024-04-01']
    """
    for day in days:
        halves = [(part.overlap(None, day), part.overlap(day, None)) for part in parts]
        parts = [part for pair in halves for part in pair if part]
    return parts


def without(parts: list[Period], free: Iterable[Period]) -> list[Period]:
    """Return what is left of `parts` without the periods that nobody would have paid for.

    >>> year = Period(date(2024, 1, 1), date(2025, 1, 1))
    >>> march = Period(date(2024, 3, 1), date(2024, 4, 1))
    >>> [str(part.start) for part in without([year], [march])]
    ['2024-01-01', '2024-04-01']
    """
    for gone in free:
        around = [
            (part.overlap(None, gone.start), part.overlap(gone.end, None)) for part in parts
        ]
        parts = [part for pair in around for part in pair if part]
    return parts


def early_fee(
    rule: str,
    left: list[tuple[Number, Fraction]],
    *,
    fixed: Number,
    percent: Number,
    rounding: Number,
) -> Decimal:
    """Return the fee for leaving with so much `left` to go; 0 when there is nothing.

    :param rule: NOTHING, or REFUSED and waived; FIXED, whatever is left; REMAINING, a
        percentage of the recurring price of what is left
    :param left: [(price per interval, how many intervals)]
    """
    if not left or rule in (NOTHING, REFUSED):
        return Decimal(0)
    if rule == FIXED:
        return rounded(exact(fixed), rounding)
    owed = sum(exact(price) * intervals for price, intervals in left)
    return rounded(owed * exact(percent) / 100, rounding)
