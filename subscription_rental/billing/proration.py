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


def unit_price(
    price: Number, share: Fraction, *, quantity: Number, discount: Number, rounding: Number
) -> Fraction:
    """Return the price per unit with which a line comes to its rounded amount exactly.

    So invoices that round their total, and those that round each line, come to the same.
    A whole interval keeps the price that was agreed.

    >>> unit_price("32.90", Fraction(9, 31), quantity=2, discount=0, rounding="0.01")
    Fraction(191, 20)
    """
    left = exact(quantity) * (1 - exact(discount) / 100)
    if share == 1 or not left:
        return exact(price) * share
    return exact(rounded(exact(price) * share * left, rounding)) / left


def worth(price: Number, quantity: Number, discount: Number = 0) -> Fraction:
    """Return price x quantity less `discount` percent, exactly."""
    return exact(price) * exact(quantity) * (1 - exact(discount) / 100)
