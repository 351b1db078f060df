"""Deferred revenue against an oracle that counts days one by one."""

import calendar
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.deferral import (
    BY_DAY,
    BY_MONTH,
    LEAVE_OUT,
    SPREAD,
    WITHIN,
    earned,
    is_left_out,
    is_over,
    lands_in,
    months_of,
    schedule,
)
from billing.period import Period

from .strategies import rounding

DAY = timedelta(days=1)
methods = st.sampled_from([BY_DAY, BY_MONTH])
amounts = st.decimals(-99999, 99999, places=2)
starts = st.dates(date(2019, 1, 1), date(2025, 12, 31))
periods = st.builds(
    lambda start, days: Period(start, start + timedelta(days=days)),
    starts,
    st.integers(1, 800),
)
offsets = st.integers(-500, 500)


def shares(period, method):
    """Yield (day, exactly what it counts), each day looked at by itself."""
    day = period.start
    while day < period.end:
        _weekday, length = calendar.monthrange(day.year, day.month)
        yield day, Fraction(1) if method == BY_DAY else Fraction(1, length)
        day += DAY


def oracle(amount, period, method):
    """Return {(year, month): what is exactly for it}."""
    rows = list(shares(period, method))
    whole = sum(share for _day, share in rows)
    months = {}
    for day, share in rows:
        key = (day.year, day.month)
        months[key] = months.get(key, 0) + Fraction(amount) * share / whole
    return months


@given(amounts, periods, offsets, methods, rounding)
def test_each_month_gets_what_its_days_are_worth(amount, period, offset, method, unit):
    """Off by a coin at most; and the months' sum up to any month by half a coin."""
    booked = period.start + timedelta(days=offset)
    rows = dict(schedule(amount, period, booked, method, unit))
    exactly = oracle(amount, period, method)
    later = {
        key: value for key, value in exactly.items() if key > (booked.year, booked.month)
    }
    known = {(month.year, month.month): value for month, value in rows.items()}
    given_back = Fraction(0)
    for key in sorted(later, reverse=True):
        given_back += Fraction(known.pop(key, Decimal(0)))
        wanted = sum(value for month, value in later.items() if month >= key)
        assert abs(given_back - wanted) <= Fraction(unit)
    # Beside these months only that of the booking changes.
    assert set(known) <= {(booked.year, booked.month)}


@given(amounts, periods, offsets, methods, rounding)
def test_what_is_taken_off_is_given_back_to_the_coin(amount, period, offset, method, unit):
    booked = period.start + timedelta(days=offset)
    rows = schedule(amount, period, booked, method, unit)
    assert sum(change for _month, change in rows) == 0
    assert [month for month, _change in rows] == sorted({month for month, _change in rows})


@given(amounts, periods, offsets, methods, rounding)
def test_a_credit_note_of_all_takes_back_from_the_same_months(
    amount, period, offset, method, unit
):
    """On whatever later day it comes, nothing stays deferred after it."""
    booked = period.start
    noted = booked + timedelta(days=abs(offset))
    rows = [
        *schedule(amount, period, booked, method, unit),
        *schedule(-amount, period, noted, method, unit),
    ]
    for month in {month for month, _change in rows}:
        left = sum(change for at, change in rows if at > month)
        assert left == 0 or (month.year, month.month) < (noted.year, noted.month)


@given(amounts, periods, methods, rounding, st.integers(0, 800))
def test_what_is_earned_grows_day_by_day(amount, period, method, unit, days):
    day = period.start + timedelta(days=days)
    before = earned(amount, period, day - DAY, method, unit)
    after = earned(amount, period, day, method, unit)
    assert (after - before) * (1 if amount >= 0 else -1) >= 0
    assert earned(amount, period, period.start - DAY, method, unit) == 0
    exactly = sum(oracle(amount, period, method).values())
    everything = Fraction(earned(amount, period, period.last_day, method, unit))
    assert abs(everything - exactly) <= Fraction(unit) / 2


@given(periods)
def test_months_tile_the_period(period):
    parts = list(months_of(period))
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert (parts[0].start, parts[-1].end) == (period.start, period.end)
    assert all(part.start.month == part.last_day.month for part in parts)


def test_full_months_are_equal_by_month_and_not_by_day():
    year = Period(date(2024, 1, 1), date(2025, 1, 1))
    by_month = schedule(120, year, date(2023, 12, 20), BY_MONTH, "0.01")
    assert {amount for _month, amount in by_month[1:]} == {Decimal(10)}
    by_day = schedule(366, year, date(2023, 12, 20), BY_DAY, "0.01")
    assert [amount for _month, amount in by_day[1:4]] == [31, 29, 31]


@pytest.mark.parametrize(
    ("first", "end", "whole", "rule", "expected"),
    [
        ("2024-02-01", "2024-03-01", 29, SPREAD, False),
        ("2024-02-01", "2024-03-01", 29, WITHIN, True),
        ("2024-01-15", "2024-02-15", 31, WITHIN, False),
        ("2024-01-15", "2024-02-15", 31, LEAVE_OUT, True),
        ("2024-12-15", "2025-01-01", 366, LEAVE_OUT, False),
        ("2024-01-01", "2024-04-01", 91, LEAVE_OUT, False),
    ],
)
def test_short_periods_are_left_out_as_set(first, end, whole, rule, expected):
    period = Period(date.fromisoformat(first), date.fromisoformat(end))
    assert is_left_out(period, whole, rule) is expected


def test_what_comes_late_lands_in_the_first_open_month():
    march, may = date(2024, 3, 1), date(2024, 5, 1)
    assert lands_in(march, may) == may
    assert lands_in(may, march) == may
    assert lands_in(march, None) == march


@given(starts, st.integers(-40, 40), st.integers(-1, 1))
def test_a_month_is_over_once_another_one_has_begun(start, offset, beside):
    # Around the first of a month: there it is decided.
    today = (start + timedelta(days=offset)).replace(day=1) + timedelta(days=beside)
    assert is_over(start, today) == ((today.year, today.month) > (start.year, start.month))
