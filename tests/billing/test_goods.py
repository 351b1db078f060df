"""Units of a line, late returns, incidents, sales."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import goods

COUNTS = st.lists(st.integers(0, 20), max_size=6)
AMOUNTS = st.fractions(0, 10_000)


@given(COUNTS, st.integers(0, 120))
def test_units_are_given_to_lines_once(ordered, handed_over):
    if handed_over > sum(ordered):
        with pytest.raises(ValueError, match="more than ordered"):
            goods.allocate(ordered, handed_over)
        return
    parts = goods.allocate(ordered, handed_over)
    assert sum(parts) == handed_over
    assert all(0 <= part <= asked for part, asked in zip(parts, ordered, strict=True))


@given(COUNTS, st.integers(0, 120))
def test_a_line_gets_units_only_when_those_before_have_theirs(ordered, handed_over):
    if handed_over > sum(ordered):
        return
    parts = goods.allocate(ordered, handed_over)
    lacking = [n for n, part in enumerate(parts) if part < ordered[n]]
    assert all(parts[n] == 0 for n in range(len(parts)) if lacking and n > lacking[0])


@given(AMOUNTS, st.integers(-10, 400), st.integers(1, 366), AMOUNTS)
def test_late_days_add_up_to_the_value_at_most(price, days, interval, cap):
    fee = goods.late_fee(price, days, interval, cap)
    assert 0 <= fee <= cap
    uncapped = goods.late_fee(price, days, interval, None)
    assert fee == min(uncapped, cap)
    assert goods.late_fee(price, interval, interval, None) == price


@given(st.none() | AMOUNTS, AMOUNTS, st.booleans(), st.none() | AMOUNTS)
def test_an_incident_costs_the_value_at_most(value, deductible, covered, repair):
    fee = goods.incident_fee(value, covered=covered, deductible=deductible, repair=repair)
    assert fee >= 0
    if value is not None:
        assert fee <= value
    if covered:
        assert fee <= deductible
    if repair is not None:
        assert fee <= repair


def test_what_is_covered_costs_the_deductible():
    gone = {"deductible": Fraction(50), "repair": None}
    assert goods.incident_fee(Fraction(640), covered=True, **gone) == 50
    assert goods.incident_fee(Fraction(640), covered=False, **gone) == 640


def test_where_nobody_knows_the_value_the_rest_holds():
    """A product without a replacement value lowers neither repair nor deductible."""
    known = {"deductible": Fraction(50), "repair": Fraction(90)}
    assert goods.incident_fee(None, covered=True, **known) == 50
    assert goods.incident_fee(None, covered=False, **known) == 90
    assert goods.incident_fee(None, covered=False, deductible=Fraction(50)) == 0


@given(AMOUNTS, AMOUNTS, st.integers(0, 100))
def test_rent_that_was_paid_makes_a_unit_cheaper(value, paid, percent):
    price = goods.sale_price(value, paid, percent)
    assert 0 <= price <= value
    assert goods.sale_price(value, paid + 1, percent) <= price
