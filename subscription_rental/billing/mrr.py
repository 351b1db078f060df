"""Monthly recurring revenue, and the six movements that it makes.

>>> from .interval import Interval
>>> monthly(90, Interval(3, "month"))
Fraction(30, 1)
>>> movement(0, 30, known=False), movement(30, 45, known=True), movement(45, 0, known=True)
('new', 'expansion', 'churned')
"""

from fractions import Fraction

from .interval import DAYS, Interval
from .proration import Number, exact

# A year has 365.25 days, and a month is a twelfth of it.
DAYS_PER_MONTH = Fraction(36525, 1200)

NEW = "new"
EXPANSION = "expansion"
CONTRACTION = "contraction"
CHURNED = "churned"
REACTIVATED = "reactivated"
# At rest, and neither lost nor earned: what goes on again, or ends after all, comes back.
PAUSED = "paused"


def monthly(amount: Number, interval: Interval, months: int = 12) -> Fraction:
    """Return what `amount` per interval is worth per month, exactly.

    :param months: so many of a year are billed: a season counts as its part of the year

    >>> monthly(30, Interval(1, "month"), months=4)
    Fraction(10, 1)
    """
    billed = exact(amount) * Fraction(months, 12)
    if interval.unit in DAYS:
        return billed * DAYS_PER_MONTH / (interval.count * DAYS[interval.unit])
    return billed / interval.months


def movement(before: Number, after: Number, *, known: bool) -> str | None:
    """Return the kind of movement between two monthly amounts; None if there is none.

    :param known: it had an amount at some time before
    """
    if before == after:
        return None
    if not after:
        return CHURNED
    if not before:
        return REACTIVATED if known else NEW
    return EXPANSION if after > before else CONTRACTION


def movements(
    before: Number,
    after: Number,
    *,
    known: bool,
    resting: Number = 0,
    rests: bool = False,
) -> list[tuple[str, Fraction]]:
    """Return [(kind, change)] between two monthly amounts; the changes add up to it.

    Who leaves while at rest is lost on that day, and not on the day of the pause.

    :param resting: what rested before
    :param rests: it is paused or suspended now, and comes to nothing

    >>> movements(30, 0, known=True, rests=True)
    [('paused', Fraction(-30, 1))]
    >>> movements(0, 45, known=True, resting=30)
    [('paused', Fraction(30, 1)), ('expansion', Fraction(15, 1))]
    >>> movements(0, 0, known=True, resting=30)
    [('paused', Fraction(30, 1)), ('churned', Fraction(-30, 1))]
    """
    before, after, resting = exact(before), exact(after), exact(resting)
    if rests:
        return [(PAUSED, after - before)] if before != after else []
    rows = [(PAUSED, resting)] if resting else []
    kind = movement(before + resting, after, known=known)
    return [*rows, (kind, after - before - resting)] if kind else rows
