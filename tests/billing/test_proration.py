"""Money is rounded once, and as people write it."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.proration import as_shown, exact, rounded, worth
from billing.settlement import settle

from .strategies import prices, rounding

shares = st.fractions(0, 3, max_denominator=366)


@given(prices, st.integers(1, 50), shares, rounding)
def test_an_amount_is_off_by_half_a_unit_at_most(price, quantity, share, unit):
    whole = exact(price) * quantity * share
    amount = rounded(worth(price, quantity) * share, unit)
    assert abs(Fraction(amount) - whole) <= exact(unit) / 2


@given(
    st.fractions(0, 9999, max_denominator=10**6),
    st.integers(0, 4).flatmap(lambda places: st.decimals(0, 9999, places=places)),
    rounding,
)
def test_a_computed_price_is_shown_with_the_digits_of_the_one_it_comes_from(
    price, like, unit
):
    shown = as_shown(price, like, unit)
    digits = -like.normalize().as_tuple().exponent
    step = min(exact(unit), Fraction(1, 10 ** max(digits, 0)))
    assert (shown / step).denominator == 1
    assert abs(shown - price) <= step / 2


@given(st.decimals(-99999, 99999, places=6), st.sampled_from(["0.01", "0.001", "1"]))
def test_rounding_is_that_of_the_decimal_library(value, unit):
    expected = value.quantize(Decimal(unit), ROUND_HALF_UP)
    assert rounded(exact(value), unit) == expected


@given(prices, st.integers(1, 50), st.integers(0, 100))
def test_a_discount_takes_its_part_off_exactly(price, quantity, discount):
    left = worth(price, quantity, discount) + worth(price, quantity, 100 - discount)
    assert left == exact(price) * quantity


@given(prices, prices, shares, rounding)
def test_a_change_and_its_undoing_cancel_out(before, after, share, unit):
    """Whatever a change settles, its undoing on the same day settles back."""
    paid = rounded(exact(before) * share, unit)
    there = settle(after, Fraction(0), share, settled=0, rounding=unit)
    gone = settle(before, share, Fraction(0), settled=paid, rounding=unit)
    undone = settle(after, share, Fraction(0), settled=there, rounding=unit)
    again = settle(before, Fraction(0), share, settled=0, rounding=unit)
    assert paid + there + gone + undone + again == paid


@pytest.mark.parametrize(
    ("price", "quantity", "share", "unit", "expected"),
    [
        ("29.00", 1, Fraction(14, 28), "0.01", "14.50"),
        ("29.00", 2, Fraction(18, 28), "0.01", "37.29"),
        ("10.00", 1, Fraction(1, 3), "0.01", "3.33"),
        ("0.01", 1, Fraction(1, 2), "0.01", "0.01"),
        ("-0.01", 1, Fraction(1, 2), "0.01", "-0.01"),
        (0.1, 3, Fraction(1), "0.01", "0.30"),
        (1.005, 1, Fraction(1), "0.01", "1.01"),
        ("29.00", 1, Fraction(1, 2), "0.05", "14.50"),
        ("3000", 1, Fraction(10, 31), "1", "968"),
    ],
)
def test_known_amounts(price, quantity, share, unit, expected):
    assert rounded(worth(price, quantity) * share, unit) == Decimal(expected)
