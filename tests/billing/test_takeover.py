"""Agreements that another addon billed until now: the next invoice is that of the day."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.errors import NoBillingDate
from billing.moving_in import first_period
from billing.takeover import going_on
from billing.terms import ADVANCE, ARREARS, next_billing_date
from billing.timeline import Timeline

from .strategies import days, intervals


@given(intervals, days, st.integers(0, 60))
def test_in_advance_the_same_period_is_invoiced_on_the_same_day(interval, start, ahead):
    due = start - timedelta(days=ahead)
    terms = going_on(interval, ADVANCE, start, due)
    assert first_period(terms, start, due) == start
    assert next_billing_date(terms, Timeline(start, interval), start) == due


@given(intervals, days)
def test_in_arrears_the_same_period_is_invoiced_on_the_same_day(interval, start):
    timeline = Timeline(start, interval)
    due = timeline.slot(start).end
    terms = going_on(interval, ARREARS, start, due)
    assert first_period(terms, start, due) == start
    assert next_billing_date(terms, timeline, start) == due


@given(intervals, days, st.integers(-400, 400))
def test_a_day_that_no_terms_have_is_refused(interval, start, distance):
    end = Timeline(start, interval).slot(start).end
    due = end + timedelta(days=distance)
    if distance:
        with pytest.raises(NoBillingDate):
            going_on(interval, ARREARS, start, due)
    if due > start:
        with pytest.raises(NoBillingDate):
            going_on(interval, ADVANCE, start, due)
