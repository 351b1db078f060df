"""Days on rent, and when a unit has earned back its cost."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from billing import fleet

FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 90)
AMOUNTS = st.fractions(0, 10_000)


@st.composite
def rentals(draw):
    """Rentals of one unit, one after the other; the last one may go on."""
    day, found = FIRST, []
    for gap, length in draw(st.lists(st.tuples(DAYS, DAYS), max_size=4)):
        start = day + timedelta(gap)
        day = start + timedelta(length)
        found.append((start, day))
    if found and draw(st.booleans()):
        found[-1] = (found[-1][0], None)
    return found


@given(rentals(), DAYS, DAYS)
def test_days_rented_are_counted_day_by_day(found, begins, length):
    since = FIRST + timedelta(begins)
    until = since + timedelta(length)
    held = [
        day
        for day in (since + timedelta(n) for n in range(length))
        if any(start <= day and (not end or day < end) for start, end in found)
    ]
    assert fleet.days_rented(found, since, until) == len(held)


@given(rentals(), DAYS, st.integers(1, 400))
def test_a_unit_is_used_from_nothing_to_wholly(found, begins, length):
    since = FIRST + timedelta(begins)
    rented = fleet.days_rented(found, since, since + timedelta(length))
    assert 0 <= fleet.share(rented, length) <= 1


@given(AMOUNTS, AMOUNTS, AMOUNTS, DAYS)
def test_the_months_left_earn_back_what_is_missing(cost, rent, other, days):
    left = fleet.months_left(cost, rent + other, rent, days)
    if left is None:
        assert cost > rent + other
        assert not rent or not days
        return
    assume(days and rent)
    monthly = rent / fleet.months(days)
    assert rent + other + left * monthly == max(cost, rent + other)


def test_what_is_earned_back_needs_no_rent():
    assert fleet.months_left(100, 100, 0, 0) == 0
    assert fleet.months_left(100, 99, 0, 0) is None
    assert fleet.share(50, 0) is None
    assert fleet.months(487) == Fraction(16)
