"""What rented units bring for what they cost: days on rent, costs earned back.

>>> from datetime import date
>>> rented = days_rented([(date(2024, 1, 11), None)], date(2024, 1, 1), date(2024, 1, 31))
>>> rented, share(rented, 30)
(20, Fraction(2, 3))
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from .figures import share
from .proration import Number, exact

# A twelfth of a year of 365.25 days.
DAYS_OF_MONTH = Fraction(487, 16)

__all__ = ["DAYS_OF_MONTH", "days_rented", "months", "months_left", "share"]


def days_rented(
    rentals: Iterable[tuple[date, date | None]], since: date, until: date
) -> int:
    """Return the days from `since`, before `until`, on which a unit was with customers.

    :param rentals: (first day, first day without it or None) of each: one after the other
    """
    parts = ((min(end or until, until) - max(start, since)).days for start, end in rentals)
    return sum(max(part, 0) for part in parts)


def months(days: int) -> Fraction:
    """Return `days` as months of the same length."""
    return days / DAYS_OF_MONTH


def months_left(cost: Number, brought: Number, rent: Number, days: int) -> Fraction | None:
    """Return how many more months on rent earn back what is left of `cost`.

    :param brought: all that the unit brought
    :param rent: what of that is rent, of so many `days`
    :return: 0 if it is earned back; None if it never is, at this rent

    >>> months_left(1000, 500, 487, 487), months_left(1000, 1000, 0, 0)
    (Fraction(8000, 487), Fraction(0, 1))
    """
    missing = exact(cost) - exact(brought)
    if missing <= 0:
        return Fraction(0)
    if exact(rent) <= 0 or days <= 0:
        return None
    return missing * months(days) / exact(rent)
