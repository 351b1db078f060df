"""Introductory and stepped prices: which one holds when, and what is refused (PL14)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.errors import InvalidPhases
from billing.interval import Interval
from billing.phases import (
    MOST_PERIODS,
    Phase,
    after,
    converted,
    left,
    limited,
    parsed,
    price_of_period,
    steps,
    together,
    whole_before,
    written,
)
from billing.proration import exact, rounded
from billing.timeline import Timeline

from .strategies import days, timelines

MONTHLY = Timeline(date(2024, 1, 31), Interval(1, "month"))
counts = st.integers(1, 9)
amounts = st.decimals(0, 9999, places=2).map(Fraction)
percents = st.decimals(0, 100, places=2).map(Fraction)
phases = st.builds(Phase, counts, price=amounts) | st.builds(
    Phase, counts, percent=percents
)
agreed = st.lists(phases, max_size=4)


@given(agreed)
def test_what_is_written_is_read_as_it_was(some):
    assert parsed(written(some)) == some


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3x9.90", [Phase(3, price=Fraction("9.9"))]),
        ("3 \u00d7 9,90 ;", [Phase(3, price=Fraction("9.9"))]),
        (
            "1 x FREE\n2 * \u221250 %",
            [Phase(1, price=Fraction(0)), Phase(2, percent=Fraction(50))],
        ),
        ("", []),
        (" ; ", []),
        ("2 x 0", [Phase(2, price=Fraction(0))]),
        ("2 x -12,5%", [Phase(2, percent=Fraction("12.5"))]),
    ],
)
def test_people_write_it_in_several_ways(text, read):
    assert parsed(text) == read


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 x 9.90", "periods"),
        ("-1 x 9.90", "periods"),
        (f"{MOST_PERIODS + 1} x 9.90", "periods"),
        ("3 x -5", "negative"),
        ("3 x -100.01%", "too_much"),
        ("3 x nan", "unreadable"),
        ("3 x inf", "unreadable"),
        ("3 x 1e5", "unreadable"),
        ("3 x 50%", "unreadable"),
        ("9.90", "unreadable"),
        ("1.5 x 9.90", "unreadable"),
        ("3 x 9.90, 2 x 5", "unreadable"),
        ("3 x 9.90; and then", "unreadable"),
    ],
)
def test_what_nobody_can_mean_is_refused(text, reason):
    with pytest.raises(InvalidPhases) as caught:
        parsed(text)
    assert caught.value.reason == reason


def test_a_discount_may_cost_less_than_nothing():
    assert parsed("2 x -5.00", signed=True) == [Phase(2, price=Fraction(-5))]
    assert parsed(written([Phase(2, price=Fraction(-5))]), signed=True)


def test_a_phase_is_a_price_or_a_percentage():
    for price, percent in ((None, None), (Fraction(1), Fraction(1))):
        with pytest.raises(InvalidPhases):
            Phase(1, price=price, percent=percent)


@given(agreed, amounts)
def test_each_period_has_the_price_of_its_phase(some, ordinary):
    listed = [
        step.price for step in steps(some, ordinary)[:-1] for _period in range(step.periods)
    ]
    found = [price_of_period(steps(some, ordinary), n) for n in range(len(listed) + 2)]
    assert found == [*listed, ordinary, ordinary]


@given(counts, percents, st.decimals(0, 9999, places=4).map(Fraction))
def test_a_percentage_is_off_the_ordinary_price_and_has_its_digits(count, percent, price):
    first, last = steps([Phase(count, percent=percent)], price)
    assert last.price == price
    assert abs(first.price - price * (1 - percent / 100)) <= Fraction(1, 200)
    digits = max(2, next(n for n in range(5) if (price * 10**n).denominator == 1))
    assert (first.price * 10**digits).denominator == 1
    assert 0 <= first.price <= price + Fraction(1, 200)


@given(agreed)
def test_twice_the_rate_is_twice_the_fixed_prices(some):
    doubled = converted(some, lambda price: price * 2)
    for before, one in zip(some, doubled, strict=True):
        assert one.percent == before.percent
        assert one.price is None or one.price == before.price * 2


@given(st.lists(st.tuples(agreed, amounts), min_size=1, max_size=3), st.integers(0, 40))
def test_side_by_side_each_row_has_its_own_price(rows, n):
    rows = [steps(some, ordinary) for some, ordinary in rows]
    merged, passed = together(rows), 0
    assert merged[-1][0] is None
    for periods, prices in merged:
        if periods is None or n < passed + periods:
            assert prices == [price_of_period(row, n) for row in rows]
            return
        passed += periods


@given(timelines, st.integers(0, 400), st.integers(0, 12))
def test_a_phase_lasts_whole_periods_and_the_part_before_them(timeline, offset, count):
    start = timeline.anchor + timedelta(days=offset)
    end = after(timeline, start, count)
    if not count:
        assert end == start
        return
    assert timeline.next_boundary(end) == end
    assert whole_before(timeline, start, end) == count
    assert whole_before(timeline, start, end - timedelta(days=1)) == count - 1


@given(timelines, st.integers(0, 90), counts, st.integers(0, 12))
def test_it_ends_on_the_same_day_however_much_is_billed(timeline, offset, count, billed):
    start = timeline.anchor + timedelta(days=offset)
    end = after(timeline, start, count)
    done = list(timeline.periods(start, count=billed))
    slots = [(period, timeline.slot(period.start).days) for period in done]
    cursor = done[-1].end if done else start
    to_come = left(count, slots, start)
    if cursor <= end:
        assert after(timeline, cursor, to_come) == end
    else:
        assert to_come == 0


@given(timelines, st.integers(0, 30), st.integers(1, 30))
def test_a_part_of_a_period_does_not_count(timeline, offset, until):
    period = timeline.slot(timeline.anchor)
    part = period.overlap(period.start + timedelta(days=offset), None)
    part = part and part.overlap(None, part.start + timedelta(days=until))
    if part and part != period:
        assert left(3, [(part, period.days)], period.start) == 3


@given(days)
def test_what_was_billed_before_it_does_not_count(day):
    period = MONTHLY.slot(day)
    assert left(2, [(period, period.days)], period.end) == 2
    assert left(2, [(period, period.days)], period.start) == 1


@given(amounts, st.lists(amounts, min_size=1))
def test_nobody_takes_off_more_than_it_costs(off, prices):
    for taken, price in zip(limited(off, prices), prices, strict=True):
        assert taken == min(off, price)


def test_shown_as_it_is_charged():
    """Half of 19.99 is shown as 10.00, and three of them cost 30.00."""
    price = steps(parsed("3 x -50%"), 19.99)[0].price
    assert price == 10
    assert rounded(price * 3, "0.01") == 30
    assert steps(parsed("3 x -50%"), exact("0.0375"))[0].price == exact("0.0188")
    assert steps(parsed("3 x -50%"), 1999, rounding="1")[0].price == 1000
