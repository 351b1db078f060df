"""Periods tile the time of an agreement, and their shares add up."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.errors import InvalidTerms
from billing.interval import Interval
from billing.period import Period
from billing.timeline import Former, Timeline

from .strategies import days, timelines

MONTHLY = Interval(1, "month")


@given(timelines, days)
def test_periods_tile_without_gap_or_overlap(timeline, start):
    periods = list(timeline.periods(start, count=15))
    assert periods[0].start == start
    assert all(one.end == two.start for one, two in pairwise(periods))


@given(timelines, days)
def test_only_the_first_period_can_be_part_of_a_slot(timeline, start):
    shares = [timeline.share(period) for period in timeline.periods(start, count=8)]
    assert 0 < shares[0] <= 1
    assert shares[1:] == [1] * 7


@given(timelines, days, st.integers(1, 900))
def test_the_last_period_stops_at_the_end(timeline, start, length):
    end = start + timedelta(days=length)
    ended = Timeline(timeline.anchor, timeline.interval, end)
    periods = list(ended.periods(start, count=1000))
    assert periods[-1].end == end
    assert sum(period.days for period in periods) == length
    assert ended.period(end) is None


@given(timelines, days, st.integers(1, 900), st.integers(1, 900))
def test_shares_add_up(timeline, start, one, two):
    middle = start + timedelta(days=one)
    end = middle + timedelta(days=two)
    parts = timeline.share(Period(start, middle)) + timeline.share(Period(middle, end))
    assert parts == timeline.share(Period(start, end))


@given(timelines, days, st.integers(1, 30))
def test_whole_slots_are_whole_shares(timeline, day, count):
    first = timeline.slot(day)
    *_, last = timeline.periods(first.start, count=count)
    assert timeline.share(Period(first.start, last.end)) == count


# The words and the three shapes are Kill Bill's (TestLeadingProRation and its siblings).
@pytest.mark.parametrize(
    ("shape", "first", "end", "expected"),
    [
        ("whole", date(2011, 2, 1), date(2011, 3, 1), Fraction(1)),
        ("leading", date(2011, 2, 15), date(2011, 3, 1), Fraction(14, 28)),
        ("trailing", date(2011, 2, 1), date(2011, 2, 15), Fraction(14, 28)),
        (
            "double",
            date(2011, 1, 15),
            date(2011, 3, 8),
            Fraction(17, 31) + 1 + Fraction(7, 31),
        ),
        ("leap", date(2012, 2, 15), date(2012, 3, 1), Fraction(15, 29)),
    ],
)
def test_shares_of_months(shape, first, end, expected):
    assert Timeline(date(2011, 1, 1), MONTHLY).share(Period(first, end)) == expected, shape


def test_a_month_end_anchor_prorates_by_its_own_slots():
    timeline = Timeline(date(2024, 1, 31), MONTHLY)
    assert timeline.slot(date(2024, 2, 29)) == Period(date(2024, 2, 29), date(2024, 3, 31))
    half = Period(date(2024, 3, 15), date(2024, 3, 31))
    assert timeline.share(half) == Fraction(16, 31)


@given(timelines, days, days)
def test_a_new_anchor_leaves_no_gap(timeline, start, anchor):
    """Whatever the anchor becomes, periods go on from the cursor."""
    *_, last = timeline.periods(start, count=3)
    moved = Timeline(anchor, timeline.interval)
    after = moved.period(last.end)
    assert after.start == last.end
    assert moved.next_boundary(after.end) == after.end


@given(timelines, timelines, days, st.integers(1, 900))
def test_days_before_another_interval_keep_theirs(old, new, start, length):
    """Periods tile up to its day and from it on, and their shares are those of each."""
    until = start + timedelta(days=length)
    former = Former(old.anchor, old.interval, until)
    changed = Timeline(new.anchor, new.interval, former=former)
    periods = [*takewhile(lambda one: one.start < until, changed.periods(start, count=999))]
    assert all(one.end == two.start for one, two in pairwise(periods))
    assert periods[-1].end == until
    assert all(changed.share(period) == old.share(period) for period in periods)
    after = Period(until, until + timedelta(days=40))
    assert changed.share(after) == new.share(after)
    whole = Period(start, after.end)
    assert changed.share(whole) == old.share(Period(start, until)) + new.share(after)


@given(timelines, days)
def test_the_next_boundary_is_the_nearest(timeline, day):
    boundary = timeline.next_boundary(day)
    assert day <= boundary
    assert timeline.slot(boundary).start == boundary
    assert boundary == day or boundary == timeline.slot(day).end


@given(timelines, st.integers(1, 24), st.integers(1, 12))
def test_a_renewal_adds_whole_intervals(timeline, term, more):
    end = timeline.interval.boundary(timeline.anchor, term)
    ended = Timeline(timeline.anchor, timeline.interval, end)
    assert ended.renewed_end(more) == timeline.interval.boundary(
        timeline.anchor, term + more
    )


def test_a_renewal_of_a_month_end_term_keeps_the_anchor_day():
    ended = Timeline(date(2023, 1, 31), MONTHLY, date(2023, 2, 28))
    assert ended.renewed_end(1) == date(2023, 3, 31)


def test_the_last_day_is_the_day_before_the_end():
    assert Period(date(2024, 2, 1), date(2024, 3, 1)).last_day == date(2024, 2, 29)


@pytest.mark.parametrize("end", [date(2024, 1, 1), date(2023, 12, 31)])
def test_a_period_has_at_least_one_day(end):
    with pytest.raises(InvalidTerms):
        Period(date(2024, 1, 1), end)


@given(days, st.integers(1, 50), days, st.integers(1, 50))
def test_an_overlap_holds_the_common_days(one, length, two, width):
    period = Period(one, one + timedelta(days=length))
    end = two + timedelta(days=width)
    common = {
        one + timedelta(days=n)
        for n in range(length)
        if two <= one + timedelta(days=n) < end
    }
    overlap = period.overlap(two, end)
    assert (overlap.days if overlap else 0) == len(common)
    assert all(day in overlap for day in common)
