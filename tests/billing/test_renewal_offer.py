"""Terms that are renewed when the customer pays, against an oracle (PL3, LC5)."""

import calendar
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from billing.interval import Interval
from billing.renewal_offer import ASK, UNDO, OfferedTerm
from billing.timeline import Timeline

UNITS = st.sampled_from(["day", "week", "month", "year"])
ANCHORS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
# Ends of months, leap days among them, are the hard ones.
LATE = ANCHORS.map(lambda day: day.replace(day=calendar.monthrange(day.year, day.month)[1]))
GRACE = st.integers(0, 60)
DAYS = st.integers(0, 366)


def oracle(anchor, unit, steps):
    """Return the day `steps` units after `anchor`, by looking at the calendar alone."""
    if unit in ("day", "week"):
        return anchor + timedelta(days=steps * (7 if unit == "week" else 1))
    month = anchor.year * 12 + anchor.month - 1 + steps * (12 if unit == "year" else 1)
    year, month = divmod(month, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor.day, longest))


@st.composite
def offered(draw):
    """Return (term, anchor, unit, intervals of units up to its end, of a renewal)."""
    anchor = draw(st.one_of(ANCHORS, LATE))
    unit, count = draw(UNITS), draw(st.integers(1, 6))
    first, more = draw(st.integers(1, 24)), draw(st.integers(1, 24))
    timeline = Timeline(anchor, Interval(count, unit), oracle(anchor, unit, first * count))
    term = OfferedTerm(timeline, anchor, more, draw(GRACE))
    return term, anchor, unit, first * count, more * count


def following(term):
    """Return the term after a renewal of `term`."""
    timeline = replace(term.timeline, end=term.renewed_end())
    return replace(term, timeline=timeline, start=term.end)


@given(offered(), st.lists(st.integers(0, 400), min_size=1, max_size=12), DAYS)
@example(
    (
        OfferedTerm(
            Timeline(date(2024, 2, 29), Interval(1, "year"), date(2025, 2, 28)),
            date(2024, 2, 29),
            1,
            30,
        ),
        date(2024, 2, 29),
        "year",
        1,
        1,
    ),
    [0, 40, 59, 29],
    30,
)
def test_renewals_paid_on_any_days_meet_the_calendar(case, waits, days):
    """Each is paid so many days after its offer: early, in the grace time, or too late."""
    term, anchor, unit, held, more = case
    for wait in waits:
        assert term.end == oracle(anchor, unit, held)
        paid = term.offer_day(days) + timedelta(days=wait)
        found = term.renewed_by(paid)
        if paid >= oracle(anchor, unit, held) + timedelta(days=term.grace_days):
            assert found is None
            return
        held += more
        assert found == oracle(anchor, unit, held)
        term = following(term)


@given(offered(), DAYS)
def test_an_offer_lies_in_its_own_term(case, days):
    term, *_rest = case
    day = term.offer_day(days)
    assert term.start <= day <= term.end
    assert day == term.start or term.end - day == timedelta(days=days)
    assert following(term).offer_day(days) >= term.end


@given(offered(), st.integers(-400, 400))
def test_only_the_day_decides_whether_a_payment_renews(case, offset):
    term, *_rest = case
    paid = term.end + timedelta(days=offset)
    in_time = offset < term.grace_days
    assert (paid <= term.last_day_to_pay) == in_time
    assert term.renewed_by(paid) == (term.renewed_end() if in_time else None)


@given(offered())
def test_the_first_period_of_the_new_term_begins_with_the_old_end(case):
    term, anchor, unit, held, _more = case
    period = term.first_period()
    count = term.timeline.interval.count
    assert period.start == term.end
    assert period.end == oracle(anchor, unit, held + count)
    assert period.end <= term.renewed_end()


@given(offered(), st.integers(0, 400))
def test_a_renewal_is_undone_only_while_it_can_be_paid_anew(case, offset):
    term, *_rest = case
    today = term.offer_day(30) + timedelta(days=offset)
    again = term.renewed_by(today) is not None
    assert term.when_returned(today, untouched=True) == (UNDO if again else ASK)
    assert term.when_returned(today, untouched=False) == ASK


@pytest.mark.parametrize(
    ("anchor", "unit", "held", "more", "paid", "expected"),
    [
        # From 31 January, over a February of 28 days, and back to the 31st.
        ("2025-01-31", "month", 1, 1, "2025-02-27", "2025-03-31"),
        ("2025-01-31", "month", 1, 12, "2025-03-06", "2026-02-28"),
        ("2025-01-31", "month", 1, 12, "2025-03-07", None),
        # A leap day: 28 February in common years, 29 in the next leap year.
        ("2024-02-29", "year", 3, 1, "2027-02-27", "2028-02-29"),
        ("2024-02-29", "year", 1, 1, "2025-03-06", "2026-02-28"),
        ("2024-02-29", "year", 1, 1, "2025-03-07", None),
    ],
)
def test_examples_with_a_week_of_grace(anchor, unit, held, more, paid, expected):
    start = date.fromisoformat(anchor)
    timeline = Timeline(start, Interval(1, unit), oracle(start, unit, held))
    found = OfferedTerm(timeline, start, more, 7).renewed_by(date.fromisoformat(paid))
    assert found == (expected and date.fromisoformat(expected))


def test_an_end_that_a_pause_moved_is_counted_from_itself():
    timeline = Timeline(date(2025, 3, 11), Interval(1, "year"), date(2026, 1, 11))
    term = OfferedTerm(timeline, date(2025, 1, 1), 1)
    assert term.renewed_by(date(2026, 1, 10)) == date(2027, 1, 11)
    # Up to the day from which its periods count.
    assert term.first_period().end == date(2026, 3, 11)
