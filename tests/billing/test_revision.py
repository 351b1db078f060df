"""New prices: exact, rounded once, from a period that nobody has been billed for (PL11)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.errors import InvalidTerms
from billing.interval import Interval
from billing.proration import exact, rounded
from billing.revision import FIXED, INDEX, PERCENT, first_day, index_change, revised
from billing.timeline import Timeline

prices = st.decimals(min_value=0, max_value=9999, places=2)
percents = st.fractions(min_value=-100, max_value=200)
days = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@given(prices, percents, st.sampled_from(["0.01", "0.05", "1"]))
def test_a_percentage_is_rounded_once(price, percent, rounding):
    exactly = exact(price) * (100 + percent) / 100
    assert revised(price, PERCENT, percent, rounding=rounding) == rounded(exactly, rounding)


@given(prices, prices)
def test_a_fixed_price_is_itself(price, fixed):
    assert revised(price, FIXED, exact(fixed), rounding="0.01") == fixed


@given(prices, st.fractions(min_value=1, max_value=500))
def test_an_index_that_stands_still_changes_nothing(price, index):
    change = index_change(index, index)
    assert revised(price, INDEX, change, rounding="0.01") == price


def test_no_price_falls_below_zero():
    assert revised("10", PERCENT, Fraction(-150), rounding="0.01") == 0


@pytest.mark.parametrize("pair", [(0, 100), (100, 0), (-1, 100)])
def test_an_index_is_above_zero(pair):
    with pytest.raises(InvalidTerms):
        index_change(*pair)


@given(days, days)
def test_nothing_is_retroactive(cursor, earliest):
    timeline = Timeline(date(2022, 1, 31), Interval(1, "month"))
    day = first_day(timeline, cursor, earliest)
    assert day >= cursor
    assert day >= earliest
    assert timeline.slot(day).start == day
