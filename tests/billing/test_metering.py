"""Metered use: whatever is estimated in between, the counter decides in the end."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import metering, plausible
from billing.errors import ImpossibleReading
from billing.given_back import paid_for
from billing.metering import Curve, Part, Reading, Tariff, Tier

START = date(2024, 1, 1)
LIMIT = 10_000


def day(number):
    return START + timedelta(days=number)


amounts = st.decimals(0, 1000, places=2).map(Fraction)
tiers = st.dictionaries(st.integers(0, 5000).map(Fraction), amounts, max_size=4).map(
    lambda prices: tuple(Tier(above, price) for above, price in prices.items())
)
tariffs = st.builds(Tariff, st.integers(0, 3000).map(Fraction), tiers, amounts)
scales = st.fractions(0, 3)
uses = st.integers(0, 20_000).map(Fraction)


@st.composite
def lives(draw):
    """Return (readings in the order of their days, what was used between them in all)."""
    days = sorted(draw(st.sets(st.integers(1, 400), min_size=1, max_size=12)) | {0})
    shown, used, readings = draw(st.integers(0, LIMIT - 1)), 0, []
    for number in days:
        grown = draw(st.integers(0, LIMIT - 1)) if number else 0
        used += grown
        value = shown + grown
        if value >= LIMIT:
            shown = value - LIMIT
            readings.append(Reading(day(number), shown, ran_over=True))
        elif draw(st.booleans()):
            shown = draw(st.integers(0, LIMIT - 1))
            readings.append(Reading(day(number), value, restarts_at=shown))
        else:
            shown = value
            readings.append(Reading(day(number), value))
    return readings, used


@st.composite
def billed_lives(draw):
    """Return a life, and its periods, which end with the last reading."""
    readings, used = draw(lives())
    last = (readings[-1].day - START).days
    cuts = draw(st.sets(st.integers(1, last), max_size=8)) | {0, last}
    scaled = [
        Part(day(start), day(end), draw(scales)) for start, end in pairwise(sorted(cuts))
    ]
    parts = [*scaled[:-1], replace(scaled[-1], is_end=True)]
    return readings, used, parts


def ask(readings, part, tariff):
    known = sorted(readings, key=lambda reading: reading.day)
    return part.use([Curve.of(known, LIMIT)], tariff)


@given(billed_lives(), tariffs)
def test_periods_come_to_what_the_counter_says_in_the_end(life, tariff):
    readings, used, parts = life
    uses = [ask(readings, part, tariff) for part in parts]
    assert sum(use.quantity for use in uses) == used
    assert not any(use.is_estimated for use in uses)
    for part, use in zip(parts, uses, strict=True):
        assert use.over == max(use.quantity - tariff.included * part.scale, 0)


@given(billed_lives(), tariffs, st.data())
def test_whatever_was_estimated_what_was_billed_is_what_is_owed(life, tariff, data):
    """Readings come one after the other; periods are billed in between, as known then."""
    readings, used, parts = life
    billed = dict.fromkeys(parts, Fraction(0))
    counted = dict.fromkeys(parts, Fraction(0))
    for count in range(len(readings) + 1):
        known = readings[:count]
        for part in parts:
            if count == len(readings) or data.draw(st.booleans()):
                use = ask(known, part, tariff)
                # The difference goes on the next invoice.
                billed[part] += use.amount - billed[part]
                counted[part] += use.quantity - counted[part]
    assert sum(counted.values()) == used
    truth = [ask(readings, part, tariff).amount for part in parts]
    assert list(billed.values()) == truth


@given(lives(), st.lists(st.integers(-30, 430), min_size=2))
def test_what_was_used_never_becomes_less(life, numbers):
    curve = Curve.of(life[0], LIMIT)
    totals = [curve.at(day(number)) for number in sorted(numbers)]
    assert totals == sorted(totals)


@given(lives(), st.integers(0, 430))
def test_estimates_are_of_days_after_the_last_reading_alone(life, number):
    curve = Curve.of(life[0], LIMIT)
    last = curve.points[-1]
    assert curve.knows(day(number)) == (day(number) <= last.day + timedelta(days=1))


@given(lives())
def test_a_counter_shows_what_was_read(life):
    curve = Curve.of(life[0], LIMIT)
    for reading, point in zip(life[0], curve.points, strict=True):
        if (
            reading.restarts_at is None
            and not curve._read_at(reading.day).day < reading.day
        ):
            assert curve.shown(point.day) == reading.value


@given(tariffs, uses, scales.filter(bool))
def test_part_of_an_interval_costs_its_part_for_its_part_of_the_use(tariff, use, scale):
    assert tariff.amount(use * scale, scale) == tariff.amount(use) * scale


@given(tariffs, uses, uses, scales)
def test_more_use_never_costs_less(tariff, one, more, scale):
    assert tariff.amount(one, scale) <= tariff.amount(one + more, scale)


@given(tariffs, uses, scales)
def test_each_unit_is_priced_once(tariff, use, scale):
    split = tariff.split(use, scale)
    first = min((tier.above for tier in tariff.tiers), default=None)
    asked = tariff.over(use, scale)
    # Where no interval was paid for, tiers are those of one.
    free = asked if first is None else min(asked, first * (scale or 1))
    assert sum(count for count, _price in split) == asked - free


def test_graduated_tiers_price_what_lies_in_them():
    tariff = Tariff(
        Fraction(1000),
        (Tier(Fraction(0), Fraction(2, 100)), Tier(Fraction(4000), Fraction(1, 100))),
        minimum=Fraction(5),
    )
    costs = [tariff.amount(Fraction(use)) for use in (900, 1100, 5000, 6000)]
    assert costs == [5, 5, 80, 90]
    # Nobody paid for an interval: nothing is included, and there is no minimum.
    alone = [tariff.amount(Fraction(use), Fraction(0)) for use in (0, 100, 5000)]
    assert alone == [0, 2, 90]


@pytest.mark.parametrize(
    ("before", "after", "limit", "why"),
    [
        (500, Reading(day(1), 499), 0, metering.LESS),
        (500, Reading(day(1), 500), 0, ""),
        (500, Reading(day(1), 20, ran_over=True), 0, metering.NO_LIMIT),
        (500, Reading(day(1), 20, ran_over=True), 1000, ""),
        (500, Reading(day(1), 1000), 1000, metering.BEYOND),
        (500, Reading(day(1), 600, restarts_at=1000), 1000, metering.BEYOND),
        (500, Reading(day(1), 600, restarts_at=0), 0, ""),
        (500, Reading(day(1), 400, restarts_at=0), 0, metering.LESS),
    ],
)
def test_a_counter_that_goes_back_says_why(before, after, limit, why):
    assert metering.problem(Reading(day(0), before), after, limit) == why
    readings = [Reading(day(0), before), after]
    if why:
        with pytest.raises(ImpossibleReading) as error:
            Curve.of(readings, limit)
        assert error.value.why == why
    else:
        assert Curve.of(readings, limit).points


def test_the_last_day_of_a_period_is_as_good_as_the_first_after_it():
    evening = [Reading(START, 0), Reading(date(2024, 1, 31), 310), Reading(day(60), 5000)]
    assert Curve.of(evening).at(date(2024, 2, 1)) == 310
    assert Curve.of(evening[:2]).knows(date(2024, 2, 1))
    both = [*evening[:2], Reading(date(2024, 2, 1), 320), Reading(date(2024, 2, 1), 330)]
    assert Curve.of(both).at(date(2024, 2, 1)) == 320


def test_a_counter_that_is_gone_counts_no_more():
    gone = Curve.of([Reading(START, 100), Reading(day(10), 200, is_last=True)])
    assert gone.at(day(100)) == 100
    assert gone.knows(day(100))


def test_a_unit_that_was_given_back_and_not_read_counts_up_to_that_day():
    curve = Curve.of([Reading(START, 0), Reading(day(10), 100)])
    back = replace(curve, until=day(20))
    assert (back.at(day(15)), back.at(day(40)), curve.at(day(40))) == (150, 200, 400)
    assert not back.knows(day(20))


def test_the_end_counts_what_was_used_until_it_was_read():
    curve = Curve.of([Reading(START, 0), Reading(day(40), 400)])
    assert Part(START, day(30)).use([curve], Tariff()).quantity == 300
    assert Part(START, day(30), is_end=True).use([curve], Tariff()).quantity == 400


def test_an_average_is_of_the_last_year():
    busy = [Reading(day(-800), 0), Reading(day(-400), 80_000), Reading(START, 80_400)]
    assert Curve.of(busy).average() == 1
    lately = [*busy, Reading(day(10), 80_420)]
    assert Curve.of(lately).average() == 2
    assert Curve.of(busy[:1]).average() == Curve().average() == 0


def test_without_a_reading_nothing_is_counted_and_all_is_estimated():
    use = Part(START, day(31)).use([Curve()], Tariff(minimum=Fraction(7)))
    assert (use.quantity, use.amount, use.is_estimated) == (0, 7, True)


def test_decimals_of_a_counter_are_kept():
    curve = Curve.of([Reading(START, 0.1), Reading(day(3), 0.5)], step=Fraction(1, 10))
    assert curve.at(day(2)) == Fraction(3, 10)
    assert curve.shown(day(2)) == Fraction(4, 10)


@given(lives(), st.integers(0, 60), st.fractions(0, 30))
def test_what_is_far_above_the_average_is_asked_about(life, days, times):
    """By how much more than the average of at least three readings, whatever it shows."""
    curve = Curve.of(life[0], LIMIT)
    last = curve.points[-1]
    grown = curve.average() * max(days, 1) * times
    reading = Reading(last.day + timedelta(days=days), last.shown + grown)
    few = len(curve.points) < plausible.FEWEST
    assert plausible.is_far(curve, reading) == (not few and grown > 0 and times > 10)


@given(st.lists(scales, min_size=1), scales)
def test_days_that_are_given_back_include_nothing(told, paid):
    left = paid_for(told, paid)
    assert sum(left) == min(sum(told), paid)
    # The last gives back first: once one gave all of it, those after it did, too.
    given = [was - now for was, now in zip(told, left, strict=True)]
    assert all(part >= 0 for part in given)
    first = next((number for number, part in enumerate(given) if part), len(given))
    assert not any(left[first + 1 :])
