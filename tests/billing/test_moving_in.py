"""Agreements that ran elsewhere before."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from billing.errors import NoBillingDate
from billing.interval import Interval
from billing.moving_in import first_period
from billing.terms import ADVANCE, ARREARS, Terms, due_periods, next_billing_date
from billing.timeline import Timeline

from .strategies import days, intervals

MONTHLY = Interval(1, "month")


@st.composite
def agreements(draw):
    """Return terms in advance, with a lead time, or in arrears."""
    timing = draw(st.sampled_from([ADVANCE, ARREARS]))
    lead = draw(st.integers(0, 40)) if timing == ADVANCE else 0
    return Terms(draw(intervals), timing=timing, lead_days=lead)


@given(agreements(), days, st.integers(0, 60))
def test_what_comes_next_is_invoiced_on_that_day(terms, anchor, n):
    """Wherever the other system left off, its next invoice is our first."""
    timeline = Timeline(anchor, terms.interval)
    start = terms.interval.boundary(anchor, n)
    due = next_billing_date(terms, timeline, start)
    assume(due is not None)
    assert first_period(terms, anchor, due) == start
    assert due_periods(terms, timeline, start, due - timedelta(days=1)) == []


@given(agreements(), days, st.integers(0, 2000))
def test_another_day_is_refused_and_the_nearest_are_named(terms, anchor, distance):
    day = anchor + timedelta(days=distance)
    timeline = Timeline(anchor, terms.interval)
    boundary = day + timedelta(days=terms.lead_days)
    assume(timeline.slot(boundary).start != boundary)
    with pytest.raises(NoBillingDate) as refused:
        first_period(terms, anchor, day)
    error = refused.value
    assert error.before < day < error.after
    for nearest in (error.before, error.after):
        begin = first_period(terms, anchor, nearest)
        assert next_billing_date(terms, timeline, begin) == nearest


def test_the_month_end_needs_its_anchor():
    assert first_period(Terms(MONTHLY), date(2024, 1, 31), date(2024, 2, 29)) == date(
        2024, 2, 29
    )
    with pytest.raises(NoBillingDate):
        first_period(Terms(MONTHLY), date(2024, 1, 15), date(2024, 2, 29))
