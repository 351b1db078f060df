"""Money for part of a period: exact shares, rounded once.

>>> from fractions import Fraction
>>> rounded(worth("29.00", 2) * Fraction(18, 28), "0.01")
Decimal('37.29')
"""

from decimal import Decimal
from fractions import Fraction

Number = int | str | float | Decimal | Fraction


def exact(value: Number) -> Fraction:
    """Return `value` as people wrote it: the float 0.1 is one tenth."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def rounded(amount: Fraction, rounding: Number) -> Decimal:
    """Return `amount` as a multiple of `rounding`, halves away from zero.

    This is how Odoo rounds currencies (HALF-UP), without its binary fractions.
    """
    unit = exact(rounding)
    steps = abs(amount) / unit
    whole = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator)
    signed = whole * unit if amount >= 0 else -whole * unit
    return Decimal(signed.numerator) / Decimal(signed.denominator)


def worth(price: Number, quantity: Number, discount: Number = 0) -> Fraction:
    """Return price x quantity less `discount` percent, exactly."""
    return exact(price) * exact(quantity) * (1 - exact(discount) / 100)
