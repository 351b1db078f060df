"""Changes in mid-period: the sum is what was held, day by day (LC4)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.interval import Interval
from billing.period import Period
from billing.proration import exact, rounded
from billing.settlement import (
    DAILY,
    FULL,
    NOTHING,
    Settled,
    Slot,
    Version,
    adjust,
    effective_day,
    interval_start,
    next_period,
    settle,
    within,
)
from billing.terms import ADVANCE, ARREARS, Terms
from billing.timeline import Former, Timeline

START = date(2024, 1, 1)
JANUARY = Slot(Period(START, date(2024, 2, 1)), whole=31)
CENT = "0.01"

amounts = st.decimals(min_value=0, max_value=9999, places=2)
changes = st.lists(st.tuples(st.integers(0, 30), amounts), max_size=6)


def replay(first, steps, slot=JANUARY, end=None):
    """Return (what was settled in all, the versions) after these changes, in order."""
    versions = [Version(exact(first))]
    settled = [rounded(exact(first) * slot.share(slot.part(versions[0])), CENT)]
    for offset, worth in sorted(steps, key=lambda step: step[0]):
        day = slot.period.start + timedelta(days=offset)
        old = versions[-1]
        versions[-1] = old.ending(day)
        found = adjust(slot, old, versions[-1], settled=settled[-1], rounding=CENT)
        settled[-1] += found.amount if found else 0
        versions.append(Version(exact(worth), start=day))
        found = adjust(slot, None, versions[-1], settled=0, rounding=CENT)
        settled.append(found.amount if found else Decimal(0))
    if end:
        left = slot.cut(end)
        for number, version in enumerate(versions):
            after = version if left else None
            found = adjust(
                slot, version, after, settled=settled[number], rounding=CENT, left=left
            )
            settled[number] += found.amount if found else 0
    return settled, versions


def held_day_by_day(slot, version, end=None):
    """Return what `version` is worth, counted one day after the other."""
    day, total = slot.period.start, Fraction(0)
    while day < (end or slot.period.end):
        starts = version.start is None or version.start <= day
        goes_on = version.end is None or day < version.end
        total += version.worth / slot.whole if starts and goes_on else 0
        day += timedelta(days=1)
    return total


@given(amounts, changes)
def test_any_changes_sum_up_to_what_was_held(first, steps):
    settled, versions = replay(first, steps)
    for amount, version in zip(settled, versions, strict=True):
        assert amount == rounded(held_day_by_day(JANUARY, version), CENT)


@given(amounts, changes, st.integers(1, 31))
def test_and_so_they_do_if_it_ends_early(first, steps, days):
    end = START + timedelta(days=days)
    settled, versions = replay(first, steps, end=end)
    for amount, version in zip(settled, versions, strict=True):
        assert amount == rounded(held_day_by_day(JANUARY, version, end), CENT)


@given(amounts, changes)
def test_ending_on_the_first_day_gives_everything_back(first, steps):
    settled, _versions = replay(first, steps, end=START)
    assert not any(settled)


@given(amounts, st.integers(0, 31), st.integers(1, 31))
def test_a_discount_on_the_invoice_counts_for_the_days_that_go(paid, kept, billed):
    """What was really invoiced is given back, and not the price."""
    kept = min(kept, billed)
    before, after = Fraction(billed, 31), Fraction(kept, 31)
    amount = settle(10_000, before, after, settled=paid, rounding=CENT)
    assert paid + amount == rounded(exact(paid) * after / before, CENT)
    assert -paid <= amount <= 0


def test_what_does_not_change_costs_nothing():
    version = Version(Fraction(30))
    assert adjust(JANUARY, version, version, settled=12, rounding=CENT) is None


def test_the_days_are_those_that_come_or_go():
    gone = Version(Fraction(30), end=date(2024, 1, 13))
    found = adjust(JANUARY, Version(Fraction(30)), gone, settled=30, rounding=CENT)
    assert (found.part.start, found.part.days, found.whole) == (date(2024, 1, 13), 19, 31)


def test_ending_before_it_begins_leaves_no_day():
    later = Version(Fraction(30), start=date(2024, 1, 20))
    assert later.ending(date(2024, 1, 5)).end == date(2024, 1, 20)
    assert JANUARY.part(later.ending(date(2024, 1, 5))) is None


def test_the_day_from_which_a_change_is_billed():
    timeline = Timeline(START, Interval(1, "month"))
    today = date(2024, 1, 13)
    table = [
        (DAILY, ADVANCE, date(2024, 2, 1), today),
        (FULL, ADVANCE, date(2024, 2, 1), START),
        (NOTHING, ADVANCE, date(2024, 2, 1), date(2024, 2, 1)),
        # billed ahead, by a lead time
        (NOTHING, ADVANCE, date(2024, 3, 1), date(2024, 3, 1)),
        (DAILY, ARREARS, START, today),
        (FULL, ARREARS, START, START),
        (NOTHING, ARREARS, START, date(2024, 2, 1)),
    ]
    for policy, timing, cursor, expected in table:
        terms = Terms(Interval(1, "month"), timing=timing)
        assert effective_day(policy, terms, timeline, cursor, today) == expected


@pytest.mark.parametrize("policy", [DAILY, FULL, NOTHING])
def test_a_change_while_another_interval_waits_holds_from_its_day(policy):
    """Its price is per the interval that comes: no day before is worth a part of it."""
    begins = date(2024, 2, 1)
    former = Former(START, Interval(1, "month"), until=begins)
    timeline = Timeline(begins, Interval(1, "year"), former=former)
    terms = Terms(Interval(1, "year"))
    # Also where days before it are not billed yet, after a pause.
    for cursor in (begins, date(2024, 1, 13)):
        day = effective_day(policy, terms, timeline, cursor, date(2024, 1, 10))
        assert day == begins
    assert effective_day(DAILY, terms, timeline, begins, begins) == begins


@given(
    st.integers(0, 60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=5),
)
def test_another_interval_begins_after_all_days_that_were_left_free(offset, free):
    day = START + timedelta(days=offset)
    first_days = [START + timedelta(days=start) for start, _days in free]
    periods = [
        Period(first, first + timedelta(days=days))
        for first, (_start, days) in zip(first_days, free, strict=True)
    ]
    found = interval_start(day, periods)
    assert found >= day
    assert not any(period.overlap(found, None) for period in periods)
    # Not later than it must.
    assert found == day or found in {period.end for period in periods}


def test_the_period_that_runs_ends_where_another_interval_begins():
    begins = date(2024, 1, 20)
    former = Former(START, Interval(1, "month"), until=begins)
    timeline = Timeline(begins, Interval(1, "year"), former=former)
    terms = Terms(Interval(1, "year"))
    cursor = day = date(2024, 1, 13)
    assert next_period(terms, timeline, cursor, day) == begins


def test_a_version_that_ends_earlier_is_not_lengthened_by_an_ending():
    gone = Version(Fraction(30), start=START, end=date(2024, 1, 10))
    assert gone.ending(date(2024, 1, 20)).end == date(2024, 1, 10)
    assert gone.ending(date(2024, 1, 5)).end == date(2024, 1, 5)
    # Nor does one end before it begins.
    assert gone.ending(date(2023, 12, 1)).end == START


def test_on_the_very_day_of_the_cursor_the_next_period_is_the_one_after():
    """What begins today is not billed yet: leaving today at its end is a period later."""
    timeline = Timeline(START, Interval(1, "month"))
    advance = Terms(Interval(1, "month"), timing=ADVANCE)
    cursor = date(2024, 2, 1)
    assert next_period(advance, timeline, cursor, date(2024, 1, 31)) == cursor
    assert next_period(advance, timeline, cursor, cursor) == date(2024, 3, 1)
    arrears = Terms(Interval(1, "month"), timing=ARREARS)
    assert next_period(arrears, timeline, START, cursor) == date(2024, 3, 1)


@given(
    amounts, st.fractions(0, 1, max_denominator=31), st.fractions(0, 1, max_denominator=31)
)
def test_what_a_credit_note_gave_stays_given(price, before, after):
    """A37: a change costs what it would cost without the credit note."""
    paid = rounded(exact(price) * before, CENT)
    plain = settle(price, before, after, settled=paid, rounding=CENT)
    for gift in (0, paid / 2, paid):
        held = Settled(exact(paid), given=exact(gift))
        amount = settle(price, before, after, settled=held, rounding=CENT)
        assert amount == plain


@given(amounts, st.fractions(0, 1, max_denominator=31))
def test_what_was_credited_and_billed_again_is_no_gift(price, after):
    paid = rounded(exact(price), CENT)
    twice = Settled(exact(2 * paid), given=exact(paid))
    again = settle(price, Fraction(1), after, settled=twice, rounding=CENT)
    assert again == settle(price, Fraction(1), after, settled=paid, rounding=CENT)


@given(
    st.decimals(0, 999, places=2),
    st.lists(st.decimals(-999, 999, places=2), max_size=5),
)
def test_no_more_is_given_back_than_was_paid(net, found):
    kept = within(net, found)
    assert all(abs(less) <= abs(amount) for less, amount in zip(kept, found, strict=True))
    assert net + sum(kept) >= min(0, net)
    if net + sum(found) >= 0:
        assert kept == found
