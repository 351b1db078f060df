"""How many units a line is billed for, and what a late return costs.

>>> allocate([2, 1], 2)
[2, 0]
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def allocate(ordered: Sequence[float], handed_over: float) -> list[float]:
    """Return how many of the units `handed_over` each line has, the first ones first.

    :param ordered: how many units each line asks for
    :raises ValueError: more was handed over than all lines ask for
    """
    rest = handed_over
    parts = []
    for asked in ordered:
        part = min(asked, rest)
        parts.append(part)
        rest -= part
    if rest > 0:
        raise ValueError(f"{rest} more than ordered")
    return parts


def late_fee(
    price: Fraction, days_late: int, days_of_interval: int, cap: Fraction | None
) -> Fraction:
    """Return what days after the end cost: the daily price of each, `cap` at most.

    :param price: of one unit for one interval
    :param cap: the unit's replacement value; None is no cap
    """
    fee = price * max(days_late, 0) / days_of_interval
    return fee if cap is None else min(fee, cap)


def sale_price(value: Fraction, paid: Fraction, percent: Decimal | int) -> Fraction:
    """Return what a customer pays to keep a unit: its value less a part of the rent paid.

    :param percent: how much of the rent that was paid is taken off
    """
    return max(value - paid * Fraction(percent) / 100, Fraction(0))


def incident_fee(
    value: Fraction | None,
    *,
    covered: bool,
    deductible: Fraction,
    repair: Fraction | None = None,
) -> Fraction:
    """Return what a lost or broken unit costs its customer: its value at most.

    :param value: what a new unit costs; None where nobody knows
    :param deductible: what the customer pays of what is covered
    :param repair: what mending it costs; None where it is gone

    >>> incident_fee(None, covered=False, deductible=Fraction(0), repair=Fraction(90))
    Fraction(90, 1)
    """
    known = [part for part in (value, repair) if part is not None]
    if covered:
        return min([deductible, *known])
    return min(known, default=Fraction(0))
