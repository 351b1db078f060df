"""Who owes how much of one unpaid invoice."""

from collections.abc import Hashable, Mapping
from fractions import Fraction

from .proration import Number, exact, rounded


def shares(
    residual: Number, parts: Mapping[Hashable, Number], rounding: Number
) -> dict[Hashable, float]:
    """Return how much of `residual` each owes, by its part of the invoice.

    The shares add up to the residual, to the cent, whatever the parts.

    :param parts: {who: what the invoice bills of it}, in the order of the rounding

    >>> shares("10.00", {"a": 1, "b": 1, "c": 1}, "0.01")
    {'a': 3.33, 'b': 3.34, 'c': 3.33}
    """
    total = sum(exact(part) for part in parts.values())
    if not total:
        # Nothing tells them apart: each owes as much as the others.
        parts, total = dict.fromkeys(parts, 1), Fraction(len(parts))
    owed, before, counted = {}, Fraction(0), Fraction(0)
    for who, part in parts.items():
        counted += exact(part)
        upto = exact(rounded(exact(residual) * counted / total, rounding))
        owed[who], before = float(upto - before), upto
    return owed
