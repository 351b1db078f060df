"""Money for part of a period: exact shares, rounded once.

>>> from fractions import Fraction
>>> prorated("29.00", 2, Fraction(18, 28), rounding="0.01")
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


def prorated(
    price: Number, quantity: Number, share: Fraction, *, rounding: Number
) -> Decimal:
    """Return price x quantity x share, rounded once."""
    return rounded(exact(price) * exact(quantity) * share, rounding)


def adjustment(
    before: Fraction, after: Fraction, share: Fraction, *, rounding: Number
) -> Decimal:
    """Return what a change from `before` to `after` per interval costs for `share`.

    Negative is in the customer's favour. One rounding, of the difference: so a change and
    its undoing on the same day cancel out to the cent.
    """
    return rounded((after - before) * share, rounding)
