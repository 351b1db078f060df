"""Another billing day: nothing billed changes, and what lies between is billed once."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from billing import billing_day
from billing.interval import Interval
from billing.period import Period
from billing.timeline import Former, Timeline

from .strategies import days, timelines

distances = st.integers(0, 366)


@given(timelines, days, distances)
def test_days_before_it_are_counted_as_before(timeline, cursor, distance):
    day = cursor + timedelta(days=distance)
    moved = billing_day.move(timeline, cursor, day)
    assert moved.next_boundary(day) == day
    for back in range(1, 40):
        before = day - timedelta(days=back)
        assert moved.slot(before) == timeline.slot(before)


@given(timelines, days, distances)
def test_the_bridge_costs_its_days_and_no_more(timeline, cursor, distance):
    """What is billed up to the new day is what these days cost by the old periods."""
    day = cursor + timedelta(days=distance)
    assume(distance)
    moved = billing_day.move(timeline, cursor, day)
    bridge = Period(cursor, day)
    assert moved.share(bridge) == timeline.share(bridge)
    ends = [period.end for period in moved.periods(cursor, count=400)]
    assert day in ends


@given(timelines, days, distances, distances)
def test_the_last_move_counts(timeline, cursor, one, two):
    # From the cursor on, it holds at once.
    assume(one)
    first, second = (cursor + timedelta(days=number) for number in (one, two))
    moved = billing_day.move(timeline, cursor, first)
    assert billing_day.move(moved, cursor, second) == billing_day.move(
        timeline, cursor, second
    )


@given(timelines, days, days)
def test_only_days_to_come_that_are_not_billed(timeline, cursor, day):
    today = cursor - timedelta(days=3)
    if billing_day.problem(timeline, cursor, today, day) is None:
        assert cursor <= day
        assert billing_day.move(timeline, cursor, day) != timeline


@given(timelines, days)
def test_the_end_of_the_calendar_is_far(timeline, cursor):
    for day in (date.max, date.max - timedelta(days=40)):
        found = billing_day.problem(timeline, cursor, cursor, day)
        assert found in (billing_day.FAR, billing_day.ENDED, billing_day.WAITS)


def test_another_interval_that_waits_is_in_the_way():
    former = Former(date(2024, 1, 1), Interval(1, "month"), date(2024, 3, 1))
    yearly = Timeline(date(2024, 3, 1), Interval(1, "year"), former=former)
    cursor, today = date(2024, 2, 1), date(2024, 1, 9)
    found = billing_day.problem(yearly, cursor, today, date(2024, 2, 9))
    assert found == billing_day.WAITS
    found = billing_day.problem(yearly, date(2024, 3, 1), today, date(2024, 3, 9))
    assert found is None
