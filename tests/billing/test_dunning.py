"""The ladder of dunning."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from billing import dunning
from billing.dunning import Rung

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
ladders = st.lists(
    st.builds(Rung, st.integers(0, 90), st.sampled_from(dunning.ACTIONS)),
    min_size=1,
    max_size=8,
).map(lambda rungs: sorted(rungs, key=lambda rung: rung.days))


def climb(rungs, since, visits):
    """Return the days of the steps taken by a job that runs on these days only."""
    taken = []
    for day in visits:
        if len(taken) < len(rungs):
            due = dunning.step_day(rungs, len(taken), since, taken[-1] if taken else None)
            if due <= day:
                taken.append(day)
    return taken


@given(ladders, days)
def test_a_job_that_runs_each_day_takes_each_step_on_its_day(rungs, since):
    visits = (since + timedelta(days=number) for number in range(200))
    taken = climb(rungs, since, [day for day in visits for _ in rungs])
    assert taken == [day for day, _rung in dunning.plan(rungs, since)]


@given(ladders, days, st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_the_time_between_two_steps_is_never_shorter_than_planned(rungs, since, offsets):
    visits = [since + timedelta(days=offset) for offset in sorted(offsets)]
    taken = climb(rungs, since, visits)
    for index, day in enumerate(taken):
        assert day >= since + timedelta(days=rungs[index].days)
        if index:
            gap = rungs[index].days - rungs[index - 1].days
            assert (day - taken[index - 1]).days >= gap


@given(ladders, days)
def test_what_is_coming_is_what_is_planned(rungs, since):
    first = dunning.step_day(rungs, 0, since, None)
    planned = [day for day, _rung in dunning.plan(rungs, since)]
    assert dunning.coming(rungs, 0, first) == planned


@given(days, st.lists(days, max_size=5), st.none() | days)
def test_paid_days_are_never_taken_back(step, unpaid, unbilled):
    first = dunning.suspended_from(step, unpaid, unbilled)
    assert first >= step
    known = [*unpaid, *filter(None, [unbilled])]
    # On the day before it, either the step was not due or every period was paid.
    before = first - timedelta(days=1)
    assert before < step or all(day > before for day in known)


@given(days, st.integers(0, 60), st.integers(0, 90))
def test_revival_ends_on_its_day(terminated, length, later):
    today = terminated + timedelta(days=later)
    assert dunning.is_revivable(terminated, length, today) == (later <= length)


@given(ladders, days, st.integers(0, 30), st.integers(1, 60))
def test_days_on_hold_do_not_count(rungs, since, start, length):
    held = since + timedelta(days=start)
    today = held + timedelta(days=length)
    later = dunning.delayed(since, held, today)
    for (before, _one), (after, _two) in zip(
        dunning.plan(rungs, since), dunning.plan(rungs, later), strict=True
    ):
        assert after - before == timedelta(days=length)
