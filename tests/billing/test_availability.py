"""Units are promised once, and as early as they can be (SE6, PL10)."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing.availability import Supply

DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 1))
COUNTS = st.integers(0, 5).map(Fraction)
SUPPLIES = st.builds(
    Supply, st.lists(st.tuples(DAYS, COUNTS), max_size=8).map(tuple), COUNTS
)
ORDERS = st.lists(st.integers(1, 4).map(Fraction), max_size=8)


def _there_by(supply, day):
    return sum(count for since, count in supply.units if since <= day)


@given(SUPPLIES, ORDERS)
def test_no_unit_is_promised_twice(supply, orders):
    """By any day, no more was promised than there is: customers come one after another."""
    promised = []
    left = supply
    for wanted in orders:
        day = left.day_of(wanted)
        if day:
            promised.append((day, wanted))
            left = left.without(wanted)
    for day in {since for since, _count in supply.units}:
        due = sum(wanted for when, wanted in promised if when <= day)
        # What others were promised before is theirs first.
        assert not due or due + supply.taken <= _there_by(supply, day)


@given(SUPPLIES, st.integers(1, 4).map(Fraction))
def test_a_promise_is_the_earliest_that_can_be_kept(supply, wanted):
    day = supply.day_of(wanted)
    for earlier in {since for since, _count in supply.units}:
        if day is None or earlier < day:
            assert _there_by(supply, earlier) - supply.taken < wanted


@given(SUPPLIES)
def test_the_next_customer_gets_the_next_unit(supply):
    """One unit each: the days follow the units, whoever has taken the earlier ones."""
    days = sorted(since for since, count in supply.units for _unit in range(int(count)))
    left = supply
    for day in days[int(supply.taken) :]:
        assert left.day_of(Fraction(1)) == day
        left = left.without(Fraction(1))
    assert left.day_of(Fraction(1)) is None


@given(SUPPLIES, DAYS, COUNTS)
def test_what_is_counted_can_be_promised(supply, day, wanted):
    assert supply.count_by(day) <= supply.count_by()
    assert supply.without(wanted).count_by(day) == max(
        supply.count_by(day) - wanted, Fraction(0)
    )
    free = supply.count_by(day)
    if free:
        assert supply.day_of(free) <= day
