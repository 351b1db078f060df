"""Periods outside a season, and skipped ones: the others stay, and none is lost."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from billing import left_out, mrr
from billing.errors import InvalidSeason
from billing.interval import Interval
from billing.terms import Terms

from .strategies import days, timelines

seasons = st.frozensets(st.integers(1, 12), min_size=1)


@given(timelines, days, seasons, st.lists(st.integers(0, 500), max_size=3))
def test_the_next_billed_period_is_the_first_that_is_not_left_out(
    timeline, start, months, later
):
    # Longer ones have no season.
    assume(timeline.interval.fits_in_month)
    skipped = [start + timedelta(days=number) for number in later]

    def is_left_out(period):
        return left_out.is_out_of_season(period, months) or left_out.is_skipped(
            timeline, period, skipped
        )

    found = left_out.next_billed(timeline, start, is_left_out)
    for period in timeline.periods(start, count=400):
        if period == found:
            assert period.start.month in months
            assert not any(period.start <= day < period.end for day in skipped)
            break
        slot = timeline.slot(period.start)
        assert period.start.month not in months or any(
            slot.start <= day < period.end for day in skipped
        )


@given(timelines, days, st.integers(0, 400))
def test_a_day_skips_one_period(timeline, start, later):
    day = start + timedelta(days=later)
    periods = timeline.periods(start, count=500)
    skipped = [one for one in periods if left_out.is_skipped(timeline, one, [day])]
    assert len(skipped) == 1


@pytest.mark.parametrize(
    ("interval", "months"),
    [
        (Interval(1, "month"), frozenset()),
        (Interval(3, "month"), frozenset([4])),
        (Interval(1, "year"), frozenset([4])),
        (Interval(5, "week"), frozenset([4])),
    ],
)
def test_a_season_has_months_and_short_intervals(interval, months):
    with pytest.raises(InvalidSeason):
        Terms(interval, months=months)


@given(seasons)
def test_a_year_of_seasons_is_worth_its_months(months):
    interval = Interval(1, "month")
    billed = sum(30 for month in range(1, 13) if month in months)
    assert 12 * mrr.monthly(30, interval, len(months)) == billed
