"""A ledger tiles its days."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from billing.ledger import find_faults
from billing.period import Period

from .strategies import days, timelines


@given(timelines, days, st.randoms())
def test_periods_of_a_timeline_have_no_fault(timeline, start, random):
    periods = list(timeline.periods(start, count=12))
    random.shuffle(periods)
    assert find_faults(periods) == []


@given(timelines, days, st.integers(1, 10))
def test_a_missing_period_is_found(timeline, start, n):
    periods = list(timeline.periods(start, count=12))
    gone = periods.pop(n)
    assert find_faults(periods) == [(gone.start, gone.end)]


@given(timelines, days, st.integers(0, 10))
def test_a_day_that_is_there_twice_is_found(timeline, start, n):
    periods = list(timeline.periods(start, count=12))
    longer = Period(periods[n].start, periods[n].end + timedelta(days=1))
    faults = find_faults([*periods[:n], longer, *periods[n + 1 :]])
    assert faults[:1] == [(longer.end, periods[n + 1].start)]


def test_an_empty_ledger_has_no_fault():
    assert find_faults([]) == []
