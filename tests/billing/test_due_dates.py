"""What customers hold until a day, and what renewing it makes of that (DD1, DD3)."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.due_dates import (
    ACTIVE,
    CLOSED,
    EXPIRED,
    RENEWED,
    Held,
    Term,
    anchor_of,
    due_after,
    is_lapsed,
    may_renew,
    renewed,
    state_on,
    term_start,
    terms_held,
)
from billing.interval import Interval

from .strategies import calendar_intervals, days, intervals

lapses = st.integers(0, 400)
MONTHLY, YEARLY = Interval(1, "month"), Interval(1, "year")


def renewals(start, duration, count):
    """Return the due dates of so many renewals, each made in time."""
    held = Held(start, duration.boundary(start, 1), start)
    found = [held]
    for _number in range(count):
        held = renewed(held, duration, held.due, 0)
        found.append(held)
    return found


@given(days, intervals, st.integers(0, 6))
def test_renewals_in_time_meet_the_boundaries_from_the_first_start(start, duration, count):
    """The oracle is the calendar of billing: boundary n is anchor plus n intervals."""
    for n, held in enumerate(renewals(start, duration, count)):
        assert held.start == duration.boundary(start, n)
        assert held.due == duration.boundary(start, n + 1)


@given(days, calendar_intervals, st.integers(1, 6))
def test_a_day_of_the_month_comes_back_wherever_the_month_has_it(start, duration, count):
    for held in renewals(start, duration, count):
        last = monthrange(held.due.year, held.due.month)[1]
        assert held.due.day == min(start.day, last)


@given(days, intervals, intervals)
def test_another_duration_keeps_the_day_of_the_month(start, first, second):
    """A yearly domain that goes on by the month is due on its old day of the month."""
    due = first.boundary(start, 1)
    expected = due + (second.boundary(due, 1) - due)
    found = due_after(due, second, anchor_of(due, first, start))
    if first.months and second.months:
        last = monthrange(found.year, found.month)[1]
        assert found.day == min(start.day, last)
    else:
        assert found == expected


def test_a_leap_day_comes_back_after_four_years():
    found = renewals(date(2024, 2, 29), YEARLY, 3)
    assert [str(held.due) for held in found] == [
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]


def test_a_month_end_comes_back_after_february():
    found = renewals(date(2025, 1, 31), MONTHLY, 2)
    assert [str(held.due) for held in found] == ["2025-02-28", "2025-03-31", "2025-04-30"]


@given(days, st.integers(1, 27), intervals)
def test_a_due_date_that_was_set_by_hand_is_its_own_anchor(start, moved, duration):
    due = start + timedelta(days=moved)
    assert anchor_of(due, duration, start) == due
    assert due_after(due, duration, start) == duration.boundary(due, 1)


def test_who_pays_late_keeps_the_old_day_until_it_has_lapsed():
    held = Held(date(2024, 3, 15), date(2025, 3, 15), date(2024, 3, 15))
    in_time = renewed(held, YEARLY, date(2025, 4, 14), lapse_days=30)
    late = renewed(held, YEARLY, date(2025, 4, 15), lapse_days=30)
    assert (in_time.start, in_time.due) == (date(2025, 3, 15), date(2026, 3, 15))
    assert late == Held(date(2025, 4, 15), date(2026, 4, 15), date(2025, 4, 15))


@given(days, intervals, st.integers(-500, 500), lapses)
def test_a_renewal_leaves_no_gap_unless_it_had_lapsed(start, duration, late, lapse_days):
    held = Held(start, duration.boundary(start, 1), start)
    day = held.due + timedelta(days=late)
    found = renewed(held, duration, day, lapse_days)
    assert is_lapsed(held.due, day, lapse_days) == (late > lapse_days)
    assert found.start == (day if late > lapse_days else held.due)
    assert found.start < found.due


@given(days, st.integers(-400, 400), st.booleans(), st.booleans(), st.booleans())
def test_what_was_renewed_or_closed_stays_so_whatever_the_day(
    due, late, is_renewed, is_closed, is_over
):
    day = due + timedelta(days=late)
    found = state_on(day, due, is_renewed=is_renewed, is_closed=is_closed, is_over=is_over)
    if is_renewed:
        assert found == RENEWED
    elif is_closed:
        assert found == CLOSED
    else:
        assert found == (EXPIRED if late > 0 or is_over else ACTIVE)


@given(days, intervals, st.integers(1, 5), st.integers(-30, 30))
def test_the_terms_of_a_subscription_follow_each_other_up_to_its_end(
    start, duration, count, moved
):
    starts = [duration.boundary(start, n) for n in range(count)]
    end = max(duration.boundary(start, count) + timedelta(days=moved), start)
    terms = terms_held(starts, starts[-1], end)
    living = [term for term in terms if term.end]
    assert sorted(term.start for term in terms) == starts
    assert living[0].start == start
    assert living[-1].end == end
    assert [term.is_renewed for term in living] == [True] * (len(living) - 1) + [False]
    assert all(one.end == two.start for one, two in pairwise(living))
    assert all(term.start >= end for term in terms if not term.end)


@pytest.mark.parametrize(("end", "held"), [(4, False), (5, True), (6, True)])
def test_a_term_that_was_to_begin_after_the_end_never_begins(end, held):
    """As where another plan brings the first term, and its day never comes."""
    begun, end = date(2026, 1, 5), date(2026, 1, end)
    assert terms_held([begun], begun, end) == [Term(begun, end if held else None)]


def test_a_cancellation_before_a_renewed_term_voids_that_term():
    first, second = date(2025, 1, 1), date(2026, 1, 1)
    terms = terms_held([first, second], second, date(2025, 12, 1))
    assert [(term.start, term.end, term.is_renewed) for term in terms] == [
        (first, date(2025, 12, 1), False),
        (second, None, False),
    ]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        # In its first term, which a pause lengthened by ten days.
        (date(2025, 1, 1), date(2024, 1, 1)),
        (date(2025, 1, 11), date(2024, 1, 1)),
        # Renewed once, twice.
        (date(2026, 1, 1), date(2025, 1, 1)),
        (date(2027, 1, 1), date(2026, 1, 1)),
    ],
)
def test_the_start_of_a_term_is_read_from_the_end_of_the_subscription(end, expected):
    assert term_start(date(2024, 1, 1), date(2025, 1, 1), end, MONTHLY, 12) == expected


@given(days, st.integers(0, 400), st.integers(-400, 400))
def test_customers_renew_from_so_many_days_before_on(due, before, offset):
    day = due + timedelta(days=offset)
    assert may_renew(day, due, before) == (offset >= -before)
    assert may_renew(due, due, before)


def test_thirty_days_before_is_the_first_day_to_renew():
    assert not may_renew(date(2025, 3, 1), date(2025, 4, 1), 30)
    assert may_renew(date(2025, 3, 2), date(2025, 4, 1), 30)


def test_a_term_whose_renewal_was_undone_lies_behind_the_end():
    first, second, third = (date(2024, month, 1) for month in (1, 4, 7))
    found = terms_held([first, second, third], first, second)
    assert found == [Term(first, second), Term(second, None), Term(third, None)]
