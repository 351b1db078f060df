"""The minimum term, and what leaving it early costs."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.commitment import (
    FIXED,
    NOTHING,
    REMAINING,
    early_fee,
    parts_left,
    split,
    without,
)
from billing.errors import InvalidTerms
from billing.interval import Interval
from billing.period import Period
from billing.proration import exact
from billing.terms import Terms
from billing.timeline import Former, Timeline

from .strategies import days, intervals, timelines

YEAR = Timeline(date(2024, 1, 1), Interval(1, "month"))
END = date(2025, 1, 1)
prices = st.decimals(0, 9999, places=2)


def fee(rule, left, *, recurring="30", fixed="99", percent="50"):
    return early_fee(
        rule,
        [(recurring, left)] if left else [],
        fixed=fixed,
        percent=percent,
        rounding="0.01",
    )


def intervals_left(timeline, day, end):
    return sum((timeline.share(part) for part in parts_left(timeline, day, end)), 0)


@given(intervals, days, st.integers(1, 24))
def test_a_commitment_lasts_its_number_of_intervals(interval, start, count):
    opening = Terms(interval, commitment_count=count).opening(start)
    timeline = Timeline(opening.anchor, interval)
    assert opening.end is None
    assert intervals_left(timeline, start, opening.commitment_end) == count


@given(timelines, days, st.integers(1, 900), st.integers(0, 900))
def test_a_day_later_less_is_left(timeline, day, length, later):
    end = day + timedelta(days=length)
    now = intervals_left(timeline, day, end)
    then = intervals_left(timeline, day + timedelta(days=later), end)
    assert then <= now
    assert (then == 0) == (later >= length)


@given(prices, st.integers(0, 100), st.fractions(Fraction(1, 31), 24))
def test_the_part_of_what_is_left_is_rounded_once(recurring, percent, left):
    found = fee(REMAINING, left, recurring=recurring, percent=percent)
    true = exact(recurring) * left * percent / 100
    assert abs(exact(found) - true) <= Fraction(1, 200)
    assert found == found.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("rule", "day", "expected"),
    [
        (NOTHING, date(2024, 3, 1), 0),
        (FIXED, date(2024, 3, 1), 99),
        (FIXED, END, 0),
        (REMAINING, date(2024, 3, 1), 150),  # ten months of 30, half of it
        (REMAINING, date(2024, 12, 17), Decimal("7.26")),  # 15 of 31 days of 30, half
        (REMAINING, END, 0),
    ],
)
def test_known_fees(rule, day, expected):
    assert fee(rule, intervals_left(YEAR, day, END)) == expected


@given(days, st.integers(1, 60), st.integers(1, 900), prices, prices)
def test_days_before_another_interval_cost_a_part_of_their_own_price(
    day, wait, more, before, after
):
    until = day + timedelta(days=wait)
    former = Former(day, Interval(1, "month"), until)
    timeline = Timeline(until, Interval(1, "year"), former=former)
    end = until + timedelta(days=more)
    first, second = parts_left(timeline, day, end)
    assert (first.start, first.end, second.start, second.end) == (day, until, until, end)
    left = [(before, timeline.share(first)), (after, timeline.share(second))]
    found = early_fee(REMAINING, left, fixed=0, percent=100, rounding="0.01")
    months = Timeline(day, Interval(1, "month")).share(first)
    years = Timeline(until, Interval(1, "year")).share(second)
    assert abs(exact(found) - exact(before) * months - exact(after) * years) <= exact(
        "0.005"
    )


def test_without_a_commitment_nothing_is_left():
    assert intervals_left(YEAR, date(2024, 3, 1), None) == 0


def test_a_commitment_is_no_longer_than_the_term():
    with pytest.raises(InvalidTerms):
        Terms(Interval(1, "month"), term_count=6, commitment_count=12)


@given(timelines, st.integers(1, 900), st.lists(st.integers(-50, 950), max_size=4))
def test_what_is_left_is_cut_where_other_prices_begin(timeline, length, offsets):
    first = timeline.anchor
    whole = Period(first, first + timedelta(days=length))
    cuts = [first + timedelta(days=offset) for offset in offsets]
    parts = split([whole], cuts)
    assert sum(map(timeline.share, parts)) == timeline.share(whole)
    assert [part.start for part in parts] == sorted(part.start for part in parts)
    assert not any(part.start < day < part.end for part in parts for day in cuts)


@given(timelines, days, st.integers(1, 900), st.sets(st.integers(0, 40)))
def test_what_is_left_out_of_it_costs_nothing(timeline, day, length, numbers):
    """Days are counted one by one, as they would have been billed."""
    end = day + timedelta(days=length)
    periods = list(timeline.periods(day, count=41))
    free = [period for number, period in enumerate(periods) if number in numbers]
    parts = without(parts_left(timeline, day, end), free)
    kept = {part.start + timedelta(days=n) for part in parts for n in range(part.days)}
    counted = {day + timedelta(days=n) for n in range(length)}
    gone = {one.start + timedelta(days=n) for one in free for n in range(one.days)}
    assert kept == counted - gone
