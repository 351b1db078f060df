"""The first dates, and the day of each invoice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.alignment import Alignment
from billing.errors import DateOutOfRange, InvalidAlignment, InvalidTerms
from billing.interval import Interval
from billing.period import Period
from billing.terms import ARREARS, Terms, due_periods, next_billing_date
from billing.timeline import Timeline

from .strategies import calendar_intervals, days, intervals, timelines

MONTHLY = Interval(1, "month")
QUARTERLY = Interval(3, "month")
YEARLY = Interval(1, "year")


def first_period(terms, start):
    opening = terms.opening(start)
    return Timeline(opening.anchor, terms.interval, opening.end).period(opening.first_start)


@given(intervals, days)
def test_billing_begins_on_the_start(interval, start):
    opening = Terms(interval).opening(start)
    assert (opening.anchor, opening.first_start) == (start, start)
    assert opening.trial is None
    assert opening.end is None


@given(intervals, days, st.integers(1, 400))
def test_billing_begins_when_the_trial_ends(interval, start, trial_days):
    opening = Terms(interval, trial_days=trial_days).opening(start)
    assert opening.trial == Period(start, start + timedelta(days=trial_days))
    assert opening.first_start == opening.anchor == opening.trial.end


@given(intervals, days, st.integers(1, 24))
def test_a_term_lasts_its_number_of_periods(interval, start, term_count):
    opening = Terms(interval, term_count=term_count).opening(start)
    timeline = Timeline(opening.anchor, interval, opening.end)
    periods = list(timeline.periods(opening.first_start, count=term_count + 1))
    assert len(periods) == term_count
    assert all(timeline.share(period) == 1 for period in periods)


def test_a_term_begins_after_the_trial():
    opening = Terms(MONTHLY, trial_days=14, term_count=12).opening(date(2024, 1, 17))
    assert opening.first_start == date(2024, 1, 31)
    assert opening.end == date(2025, 1, 31)


def test_a_prorated_first_period_comes_on_top_of_the_term():
    terms = Terms(MONTHLY, term_count=12, alignment=Alignment(1))
    opening = terms.opening(date(2024, 3, 20))
    assert opening.end == date(2025, 4, 1)


@pytest.mark.parametrize(
    ("interval", "day", "month", "start", "first", "end"),
    [
        (MONTHLY, 1, 1, date(2024, 3, 20), date(2024, 3, 20), date(2024, 4, 1)),
        (MONTHLY, 20, 1, date(2024, 3, 20), date(2024, 3, 20), date(2024, 4, 20)),
        (MONTHLY, 31, 1, date(2024, 2, 10), date(2024, 2, 10), date(2024, 2, 29)),
        (MONTHLY, 31, 1, date(2024, 3, 5), date(2024, 3, 5), date(2024, 3, 31)),
        (QUARTERLY, 1, 1, date(2024, 2, 10), date(2024, 2, 10), date(2024, 4, 1)),
        (QUARTERLY, 31, 2, date(2024, 12, 10), date(2024, 12, 10), date(2025, 2, 28)),
        (YEARLY, 1, 9, date(2024, 3, 20), date(2024, 3, 20), date(2024, 9, 1)),
        (YEARLY, 29, 2, date(2025, 1, 10), date(2025, 1, 10), date(2025, 2, 28)),
        (
            Interval(1, "week"),
            1,
            1,
            date(2024, 3, 20),
            date(2024, 3, 20),
            date(2024, 3, 25),
        ),
        (
            Interval(1, "week"),
            3,
            1,
            date(2024, 3, 20),
            date(2024, 3, 20),
            date(2024, 3, 27),
        ),
    ],
)
def test_the_first_period_runs_to_the_calendar_day(interval, day, month, start, first, end):
    terms = Terms(interval, alignment=Alignment(day, month))
    assert first_period(terms, start) == Period(first, end)


@given(calendar_intervals, st.integers(1, 28), st.integers(1, 12), days)
def test_aligned_periods_begin_on_their_day(interval, day, month, start):
    terms = Terms(interval, alignment=Alignment(day, month))
    opening = terms.opening(start)
    timeline = Timeline(opening.anchor, interval)
    periods = list(timeline.periods(opening.first_start, count=6))
    assert opening.anchor <= start
    assert {period.start.day for period in periods[1:]} == {day}


def test_a_start_on_the_calendar_day_is_its_own_anchor():
    start = date(2024, 3, 20)
    assert Alignment(20).anchor(MONTHLY, start) == start


@given(st.integers(1, 4), st.integers(1, 12), days)
def test_aligned_quarters_and_years_keep_their_months(years, month, start):
    for interval in (QUARTERLY, Interval(years, "year")):
        anchor = Alignment(1, month).anchor(interval, start)
        assert (anchor.month - month) % min(interval.months, 12) == 0


@given(st.integers(1, 7), days)
def test_aligned_weeks_begin_on_their_weekday(weekday, start):
    anchor = Alignment(weekday).anchor(Interval(1, "week"), start)
    assert anchor.isoweekday() == weekday
    assert timedelta(0) <= start - anchor < timedelta(days=7)


@pytest.mark.parametrize(
    ("interval", "alignment"),
    [
        (Interval(30, "day"), Alignment(1)),
        (Interval(1, "week"), Alignment(8)),
        (Interval(1, "week"), Alignment(0)),
        (MONTHLY, Alignment(32)),
        (MONTHLY, Alignment(0)),
        (MONTHLY, Alignment(1, 13)),
        (YEARLY, Alignment(30, 2)),
        (YEARLY, Alignment(31, 4)),
    ],
)
def test_an_impossible_alignment_is_refused(interval, alignment):
    with pytest.raises(InvalidAlignment):
        Terms(interval, alignment=alignment)


@pytest.mark.parametrize(
    "wrong",
    [
        {"timing": "sometimes"},
        {"lead_days": -1},
        {"trial_days": -1},
        {"term_count": -1},
        {"timing": ARREARS, "lead_days": 3},
    ],
)
def test_terms_that_contradict_each_other_are_refused(wrong):
    with pytest.raises(InvalidTerms):
        Terms(MONTHLY, **wrong)


def test_a_trial_beyond_the_calendar_is_refused():
    with pytest.raises(DateOutOfRange):
        Terms(MONTHLY, trial_days=4_000_000).opening(date(2024, 1, 1))


def test_the_day_of_the_invoice():
    period = Period(date(2024, 3, 1), date(2024, 4, 1))
    assert Terms(MONTHLY).billing_date(period) == date(2024, 3, 1)
    assert Terms(MONTHLY, lead_days=7).billing_date(period) == date(2024, 2, 23)
    assert Terms(MONTHLY, timing=ARREARS).billing_date(period) == date(2024, 4, 1)


@given(timelines, days, st.sampled_from([("advance", 0), ("advance", 9), ("arrears", 0)]))
def test_what_is_due_is_due_today_and_the_next_is_not(timeline, cursor, how):
    timing, lead_days = how
    terms = Terms(timeline.interval, timing=timing, lead_days=lead_days)
    today = cursor + timedelta(days=75)
    due = due_periods(terms, timeline, cursor, today)
    after = due[-1].end if due else cursor
    assert all(terms.billing_date(period) <= today for period in due)
    assert next_billing_date(terms, timeline, after) > today


@given(timelines, days, st.integers(0, 60), st.integers(0, 60))
def test_a_late_run_bills_the_same_periods(timeline, cursor, first, wait):
    """Two runs bill what one late run bills."""
    terms = Terms(timeline.interval)
    today = cursor + timedelta(days=first)
    late = today + timedelta(days=wait)
    early = due_periods(terms, timeline, cursor, today)
    then = due_periods(terms, timeline, early[-1].end, late)
    assert early + then == due_periods(terms, timeline, cursor, late)


def test_nothing_is_due_after_the_end():
    timeline = Timeline(date(2024, 1, 1), MONTHLY, date(2024, 3, 1))
    terms = Terms(MONTHLY)
    due = due_periods(terms, timeline, date(2024, 1, 1), date(2030, 1, 1))
    assert [period.start.month for period in due] == [1, 2]
    assert next_billing_date(terms, timeline, date(2024, 3, 1)) is None


def test_a_commitment_may_be_as_long_as_the_term():
    agreed = Terms(Interval(1, "month"), term_count=12, commitment_count=12)
    opening = agreed.opening(date(2024, 1, 31))
    assert opening.commitment_end == opening.end == date(2025, 1, 31)
    with pytest.raises(InvalidTerms):
        Terms(Interval(1, "month"), term_count=12, commitment_count=13)
