"""Boundaries are counted from the anchor: they never drift."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.errors import DateOutOfRange, InvalidInterval
from billing.interval import LONGEST, Interval

from .strategies import calendar_intervals, days, intervals


def boundaries(anchor, interval, count):
    return [interval.boundary(anchor, n).isoformat() for n in range(count)]


# Published by Stripe (Billing docs, "Set the billing cycle anchor"): a subscription that
# starts on 31 January is billed on the last day of the months that have no 31st.
def test_a_month_end_comes_back_after_a_short_month():
    assert boundaries(date(2023, 1, 31), Interval(1, "month"), 5) == [
        "2023-01-31",
        "2023-02-28",
        "2023-03-31",
        "2023-04-30",
        "2023-05-31",
    ]


def test_a_month_end_meets_the_leap_day():
    assert Interval(1, "month").boundary(date(2024, 1, 31), 1) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("anchor", "count", "unit", "expected"),
    [
        (date(2024, 2, 29), 1, "year", ["2024-02-29", "2025-02-28", "2026-02-28"]),
        (date(2024, 2, 29), 4, "year", ["2024-02-29", "2028-02-29", "2032-02-29"]),
        (date(2024, 2, 29), 1, "month", ["2024-02-29", "2024-03-29", "2024-04-29"]),
        (date(2024, 2, 27), 1, "day", ["2024-02-27", "2024-02-28", "2024-02-29"]),
        (date(2024, 12, 25), 2, "week", ["2024-12-25", "2025-01-08", "2025-01-22"]),
        (date(2024, 8, 31), 3, "month", ["2024-08-31", "2024-11-30", "2025-02-28"]),
        (date(2024, 10, 31), 6, "month", ["2024-10-31", "2025-04-30", "2025-10-31"]),
    ],
)
def test_known_boundaries(anchor, count, unit, expected):
    assert boundaries(anchor, Interval(count, unit), 3) == expected


@given(days, calendar_intervals, st.integers(-60, 60))
def test_the_billing_day_never_drifts(anchor, interval, n):
    boundary = interval.boundary(anchor, n)
    longest = calendar.monthrange(boundary.year, boundary.month)[1]
    assert boundary.day == min(anchor.day, longest)


@given(days, calendar_intervals, st.integers(-60, 60))
def test_calendar_intervals_count_months(anchor, interval, n):
    boundary = interval.boundary(anchor, n)
    months = (boundary.year - anchor.year) * 12 + boundary.month - anchor.month
    assert months == n * interval.months


@given(days, st.integers(1, 60), st.integers(-60, 60))
def test_weeks_keep_their_weekday(anchor, count, n):
    boundary = Interval(count, "week").boundary(anchor, n)
    assert boundary - anchor == timedelta(weeks=count * n)


@given(days, intervals, st.integers(-100, 100))
def test_boundaries_advance(anchor, interval, n):
    assert interval.boundary(anchor, n) < interval.boundary(anchor, n + 1)


@given(days, intervals, days)
def test_the_index_of_a_day_is_the_slot_around_it(anchor, interval, day):
    n = interval.index(anchor, day)
    assert interval.boundary(anchor, n) <= day < interval.boundary(anchor, n + 1)


@pytest.mark.parametrize(
    ("count", "unit"),
    [
        (0, "month"),
        (-1, "week"),
        (1.5, "month"),
        (True, "day"),
        ("2", "week"),
        (1, "fortnight"),
        (1, ""),
        (1, None),
        *((longest + 1, unit) for unit, longest in LONGEST.items()),
    ],
)
def test_an_impossible_interval_is_refused(count, unit):
    with pytest.raises(InvalidInterval):
        Interval(count, unit)


@pytest.mark.parametrize("unit", sorted(LONGEST))
def test_the_longest_interval_is_allowed(unit):
    assert Interval(LONGEST[unit], unit).boundary(date(2000, 1, 1), 1) <= date(2010, 2, 1)


def test_the_far_future_is_exact():
    assert Interval(1, "month").boundary(date(2024, 1, 31), 95_000) == date(9940, 9, 30)


@pytest.mark.parametrize("n", [8000, -3000])
def test_beyond_the_calendar_is_refused(n):
    with pytest.raises(DateOutOfRange):
        Interval(1, "year").boundary(date(2024, 1, 31), n)
