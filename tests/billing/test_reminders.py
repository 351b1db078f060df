"""Which reminder of a due date is mailed on which day, and why one is not (DD9)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from billing.reminders import (
    AFTER,
    BEFORE,
    CLOSED,
    FROM_AFTER,
    FROM_ALL,
    LONGEST,
    NO_EMAIL,
    ON_DAY,
    RENEWED,
    SUPERSEDED,
    TOO_LATE,
    Ladder,
    forecast,
    latest_day,
    lets_opt_out,
    offset_of,
    outcomes,
    window,
)

from .strategies import days

ladders = st.sets(st.integers(-60, 60), min_size=1, max_size=6).map(sorted)
delays = st.integers(0, 20)
# The days on which the job ran, counted from 70 days before the due date.
runs = st.sets(st.integers(0, 150), max_size=40).map(sorted)


def run(offsets, due, ran, late_days=0, refusal=lambda _offset: ""):
    """Return [(day, outcome)] of a job that ran on these days."""
    found = []
    for number in ran:
        today = due + timedelta(days=number - 70)
        handled = {one.offset for _day, one in found}
        facts = {"handled": handled, "refusal": refusal}
        ladder = Ladder(tuple(offsets), late_days)
        found += [(today, one) for one in outcomes(ladder, due, today, **facts)]
    return found


def sent(found):
    """Return those that were mailed."""
    return [(day, one) for day, one in found if not one.reason]


@given(ladders, days)
def test_a_job_that_runs_every_day_sends_each_step_on_its_day(ladder, due):
    found = run(ladder, due, range(150))
    assert sent(found) == found
    assert [(day - due).days for day, _one in found] == ladder


@given(ladders, days, runs, delays)
def test_each_step_comes_out_once_as_soon_as_its_day_has_come(ladder, due, ran, late):
    found = run(ladder, due, ran, late)
    reached = [one for one in ladder if ran and one <= ran[-1] - 70]
    assert sorted(one.offset for _day, one in found) == reached


@given(ladders, days, runs, delays)
def test_a_customer_gets_one_mail_a_day_at_most(ladder, due, ran, late):
    mailed = [day for day, _one in sent(run(ladder, due, ran, late))]
    assert len(mailed) == len(set(mailed))


@given(ladders, days, runs, delays)
def test_nothing_is_sent_early_or_when_it_makes_no_sense_any_more(ladder, due, ran, late):
    for day, one in sent(run(ladder, due, ran, late)):
        assert one.day == due + timedelta(days=one.offset)
        assert one.day <= day <= one.day + timedelta(days=late)
        assert one.offset >= 0 or day <= due


@given(ladders, days, runs, delays)
def test_of_several_that_were_missed_only_the_last_may_be_sent(ladder, due, ran, late):
    found = run(ladder, due, ran, late)
    for today in {day for day, _one in found}:
        of_day = [one for day, one in found if day == today]
        assert all(one.reason == SUPERSEDED for one in of_day[:-1])
        if of_day[-1].reason:
            assert of_day[-1].reason == TOO_LATE
            assert today > latest_day(due, of_day[-1].offset, late)


@given(ladders, days, runs, delays, st.integers(0, 150), st.sampled_from([RENEWED, CLOSED]))
def test_nothing_is_sent_after_it_was_renewed_or_closed(
    ladder, due, ran, late, stopped, reason
):
    early = run(ladder, due, [day for day in ran if day < stopped], late)
    handled = {one.offset for _day, one in early}
    for number in [day for day in ran if day >= stopped]:
        today = due + timedelta(days=number - 70)
        facts = {"handled": handled, "refusal": lambda _offset: reason}
        for one in outcomes(Ladder(tuple(ladder), late), due, today, **facts):
            assert one.reason == reason


@given(ladders, days, st.integers(0, 150), st.integers(0, 60), delays)
def test_the_preview_is_what_a_daily_job_does(ladder, due, number, ahead, late):
    def refusal(offset):
        return NO_EMAIL if offset % 3 == 0 else ""

    today = due + timedelta(days=number - 70)
    steps, until = Ladder(tuple(ladder), late), today + timedelta(days=ahead)
    shown = forecast(steps, due, today, until, refusal=refusal)
    assert shown == run(ladder, due, range(number, number + ahead + 1), late, refusal)


@given(ladders, days, st.integers(0, 150), delays, st.integers(0, 90))
def test_what_comes_out_lies_in_the_window_of_the_job(ladder, due, number, late, ahead):
    today = due + timedelta(days=number - 70)
    steps = Ladder(tuple(ladder), late)
    first, last = window(steps, today, ahead)
    mailed = sent(forecast(steps, due, today, today + timedelta(days=ahead)))
    assert not mailed or first <= due <= last


def test_what_was_missed_by_some_weeks_is_in_the_window_still():
    due, ladder = date(2025, 1, 1), Ladder((-7, 30), late_days=7)
    first, _last = window(ladder, date(2025, 3, 10))
    assert first <= due
    found = outcomes(ladder, due, date(2025, 3, 10), handled={-7})
    assert [one.reason for one in found] == [TOO_LATE]


@given(st.integers(0, LONGEST))
def test_a_step_stands_on_one_side_of_the_due_date(count):
    assert offset_of(BEFORE, count) == -count
    assert offset_of(AFTER, count) == count
    assert offset_of(ON_DAY, count) == 0


@given(st.integers(-60, 60))
def test_what_comes_after_the_due_date_can_always_be_opted_out_of(offset):
    assert lets_opt_out(offset, FROM_ALL)
    assert lets_opt_out(offset, FROM_AFTER) == (offset > 0)


def test_a_step_of_today_is_shown_once_and_what_was_handled_not_at_all():
    due, ladder = date(2025, 1, 31), Ladder((-30, -14, 0))
    shown = forecast(ladder, due, date(2025, 1, 17), due, handled={-30, 0})
    assert [(str(day), one.offset) for day, one in shown] == [("2025-01-17", -14)]
