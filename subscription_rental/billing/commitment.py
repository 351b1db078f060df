"""The minimum term, and what leaving it early costs.

>>> from datetime import date
>>> from .interval import Interval
>>> monthly = Timeline(date(2024, 1, 1), Interval(1, "month"))
>>> left = intervals_left(monthly, date(2024, 10, 1), date(2025, 1, 1))
>>> early_fee(REMAINING, left, recurring=30, fixed=0, percent=50, rounding="0.01")
Decimal('45')
"""

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


def intervals_left(timeline: Timeline, day: date, commitment_end: date | None) -> Fraction:
    """Return how many intervals lie between `day` and the end of the commitment.

    :param day: the first day that the customer has not been billed for
    """
    if not commitment_end or day >= commitment_end:
        return Fraction(0)
    return timeline.share(Period(day, commitment_end))


def early_fee(
    rule: str,
    left: Fraction,
    *,
    recurring: Number,
    fixed: Number,
    percent: Number,
    rounding: Number,
) -> Decimal:
    """Return the fee for leaving with `left` intervals to go; 0 when there are none.

    :param rule: NOTHING, or REFUSED and waived; FIXED, whatever is left; REMAINING, a
        percentage of the recurring price of what is left
    """
    if not left or rule in (NOTHING, REFUSED):
        return Decimal(0)
    if rule == FIXED:
        return rounded(exact(fixed), rounding)
    return rounded(exact(recurring) * left * exact(percent) / 100, rounding)
