"""Money for part of a period: exact shares, rounded once.

>>> from fractions import Fraction
>>> rounded(worth("29.00", 2) * Fraction(18, 28), "0.01")
Decimal('37.29')
"""

from decimal import Decimal
from fractions import Fraction

# A price that was divided has no end of digits: so many of them count.
MOST_DIGITS = 6

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


def as_shown(price: Number, like: Number, rounding: Number) -> Fraction:
    """Return `price` with as many digits as `like` has, those of a currency at least.

    So a price that was computed is shown as it is charged.

    >>> as_shown("16.9915", "19.99", "0.01"), as_shown("0.03375", "0.0375", "0.01")
    (Fraction(1699, 100), Fraction(169, 5000))
    """
    given = exact(like)
    fitting = (n for n in range(MOST_DIGITS) if (given * 10**n).denominator == 1)
    digits = next(fitting, MOST_DIGITS)
    return exact(rounded(exact(price), min(exact(rounding), Fraction(1, 10**digits))))


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
