"""Figures month by month (OV1)."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing.trend import amounts, levels, months

days = st.dates(date(2000, 1, 1), date(2080, 12, 31))
changes = st.dictionaries(
    days.map(lambda day: day.replace(day=1)),
    st.decimals(min_value=-999, max_value=999, places=2),
)


@given(days, st.integers(1, 36))
def test_months_follow_each_other_up_to_today(day, count):
    firsts = months(day, count)
    assert len(firsts) == count
    assert (firsts[-1].year, firsts[-1].month) == (day.year, day.month)
    counted = [first.year * 12 + first.month for first in firsts]
    assert counted == list(range(counted[-1] - count + 1, counted[-1] + 1))
    assert {first.day for first in firsts} == {1}


@given(changes, days)
def test_the_level_changes_by_what_was_added(ledger, day):
    firsts = months(day, 12)
    before = levels(ledger, months(day, 13))[0]
    for level, added in zip(levels(ledger, firsts), amounts(ledger, firsts), strict=True):
        assert abs(level - before - added) < 1e-6
        before = level


@given(changes)
def test_in_the_end_it_is_the_sum_of_the_ledger(ledger):
    total = sum((Fraction(amount) for amount in ledger.values()), Fraction(0))
    assert levels(ledger, months(date(2081, 1, 1), 1)) == [float(total)]
