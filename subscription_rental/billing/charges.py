"""One-off amounts that wait for an invoice.

>>> from fractions import Fraction
>>> alike = (Fraction(1), Fraction(121, 100))
>>> absorb((Fraction(30), Fraction(3630, 100)), [(-10, alike), (-25, alike)], "0.01")
[Decimal('-10'), Decimal('-20')]

A credit absorbs at most its invoice, before taxes and with them; what is left of it waits
for the next one.
"""

from collections.abc import Hashable, Iterable
from decimal import Decimal
from fractions import Fraction

from .proration import Number, exact

Rates = tuple[Fraction, ...]


def absorb(
    totals: Rates, waiting: Iterable[tuple[Number, Rates]], rounding: Number
) -> list[Decimal]:
    """Return which part of each credit an invoice can take, oldest first.

    :param totals: what is charged on the invoice, counted in several ways: before taxes,
        with taxes; nothing is taken where one of them is negative
    :param waiting: amounts of zero or less, each with what one unit of it counts in each of
        these ways
    :param rounding: the parts are multiples of it
    """
    left = totals
    taken = []
    for credit, rates in waiting:
        part = _part(abs(exact(credit)), rates, left, exact(rounding))
        taken.append(Decimal(-part.numerator) / Decimal(part.denominator))
        left = tuple(room - part * rate for room, rate in zip(left, rates, strict=True))
    return taken


def left_after(
    left: dict[Hashable, Fraction], parts: Iterable[tuple[Hashable, Fraction]]
) -> dict[Hashable, Fraction]:
    """Return what waits of charges once an invoice took these parts of them.

    What was taken in part waits behind those of which nothing was taken.

    >>> left_after({"a": Fraction(-40), "b": Fraction(-5)}, [("a", Fraction(-30))])
    {'b': Fraction(-5, 1), 'a': Fraction(-10, 1)}
    """
    taken: dict[Hashable, Fraction] = {}
    for charge, part in parts:
        taken[charge] = taken.get(charge, Fraction(0)) + part
    untouched = {charge: size for charge, size in left.items() if charge not in taken}
    rests = {charge: left[charge] - part for charge, part in taken.items()}
    return untouched | {charge: rest for charge, rest in rests.items() if rest}


def _part(size: Fraction, rates: Rates, left: Rates, unit: Fraction) -> Fraction:
    fits = [room / rate for room, rate in zip(left, rates, strict=True) if rate > 0]
    most = max(min([size, *fits]), Fraction(0))
    # What fits whole is taken whole, also if it is no multiple.
    return size if most == size else most // unit * unit
