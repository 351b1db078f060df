"""New prices for running subscriptions: by a percentage, a fixed price, or an index.

>>> revised("29.00", PERCENT, Fraction(3), rounding="0.05")
Decimal('29.85')
>>> revised("29.00", FIXED, Fraction(31), rounding="0.01")
Decimal('31')
>>> revised("29.00", INDEX, index_change("118.2", "121.4"), rounding="0.01")
Decimal('29.79')
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from .errors import InvalidTerms
from .proration import Number, exact, rounded
from .timeline import Timeline

PERCENT = "percent"
FIXED = "fixed"
INDEX = "index"


def index_change(before: Number, after: Number) -> Fraction:
    """Return by how many percent an index rose.

    Raises:
        InvalidTerms: an index is not above zero.
    """
    if exact(before) <= 0 or exact(after) <= 0:
        raise InvalidTerms(f"an index is above zero: {before}, {after}")
    return (exact(after) / exact(before) - 1) * 100


def revised(price: Number, method: str, value: Fraction, *, rounding: Number) -> Decimal:
    """Return the new price, a multiple of `rounding`, and never below zero.

    :param method: PERCENT and INDEX: `value` percent more; FIXED: `value` itself
    """
    new = value if method == FIXED else exact(price) * (1 + value / 100)
    return rounded(max(new, Fraction(0)), rounding)


def first_day(timeline: Timeline, cursor: date, earliest: date) -> date:
    """Return the first day of a period that is not billed yet and not before `earliest`.

    In arrears the period that runs keeps its price: nothing is retroactive.
    """
    return timeline.next_boundary(max(cursor, earliest))
