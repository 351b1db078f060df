"""What metered use includes where days of its period were given back.

A month was told in two parts, and then half of it was given back: the last part gives back
first, so what was told of the others stays.

>>> month, half = Fraction(1), Fraction(1, 2)
>>> paid_for([half, half], month) == [half, half]
True
>>> paid_for([half, half], half) == [half, 0]
True
"""

from collections.abc import Sequence
from fractions import Fraction


def paid_for(told: Sequence[Fraction], paid: Fraction) -> list[Fraction]:
    """Return how many intervals each part of a period is for.

    :param told: how many each was for as it was told
    :param paid: how many are paid for in all, after days were given back
    """
    left, parts = max(paid, Fraction(0)), []
    for scale in told:
        parts.append(min(scale, left))
        left -= parts[-1]
    return parts
