"""Sessions and credit: to the cent, first what expires first, never more than is left."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import prepaid
from billing.errors import NotEnough
from billing.prepaid import Batch
from billing.proration import exact, rounded

from .strategies import days

CENT = "0.01"
TODAY = date(2024, 3, 1)
amounts = st.decimals(0, 99999, places=2)
counts = st.integers(1, 60)


def fresh(granted, amount, key="pack", last_day=None, **values):
    full = {"granted": granted, "left": granted, "amount": amount, "amount_left": amount}
    return Batch(key=key, last_day=last_day, **full | values)


def after(batch, part, sign=-1):
    """Return the batch with a part taken, or with sign 1 given back."""
    return Batch(
        batch.key,
        batch.granted,
        exact(batch.left) + sign * part.quantity,
        batch.amount,
        exact(batch.amount_left) + sign * exact(part.amount),
        batch.last_day,
        batch.is_frozen,
    )


@given(amounts, counts)
def test_use_k_takes_the_difference_of_cumulative_amounts(amount, count):
    batch = fresh(count, amount)
    for k in range(1, count + 1):
        part = prepaid.take(batch, 1, CENT)
        assert part.amount == prepaid.worth(amount, count, k - 1, 1, CENT)
        exactly = exact(amount) * k / count
        batch = after(batch, part)
        assert abs(exact(amount) - exact(batch.amount_left) - exactly) <= Fraction("0.005")
    assert (batch.left, batch.amount_left) == (0, 0)


@given(amounts, st.lists(counts, min_size=1, max_size=8))
def test_however_it_is_divided_the_last_use_empties_the_batch(amount, uses):
    batch = fresh(sum(uses), amount)
    for quantity in uses:
        part = prepaid.take(batch, quantity, CENT)
        assert part.amount >= 0
        batch = after(batch, part)
    assert batch.amount_left == 0


@given(amounts, counts, st.lists(st.tuples(st.booleans(), st.integers(0, 59)), max_size=30))
def test_undoing_uses_in_any_order_keeps_every_cent(amount, count, moves):
    batch, done = fresh(count, amount), []
    for undo, which in moves:
        if undo and done:
            batch = after(batch, done.pop(which % len(done)), 1)
        elif batch.left:
            done.append(prepaid.take(batch, 1, CENT))
            batch = after(batch, done[-1])
        assert 0 <= batch.amount_left <= exact(amount)
        used = sum(exact(part.amount) for part in done)
        assert used + exact(batch.amount_left) == exact(amount)
    while batch.left:
        batch = after(batch, prepaid.take(batch, 1, CENT))
    assert batch.amount_left == 0


def test_a_third_of_a_hundred_has_its_odd_cent_in_the_middle():
    taken, batch = [], fresh(3, "100")
    while batch.left:
        part = prepaid.take(batch, 1, CENT)
        taken.append(part.amount)
        batch = after(batch, part)
    assert taken == [Decimal("33.33"), Decimal("33.34"), Decimal("33.33")]


def test_the_next_use_takes_the_cents_of_what_was_undone():
    batch = fresh(3, "100")
    first = prepaid.take(batch, 1, CENT)
    batch = after(batch, first)
    batch = after(batch, prepaid.take(batch, 1, CENT))
    batch = after(batch, first, 1)
    taken = []
    while batch.left:
        part = prepaid.take(batch, 1, CENT)
        taken.append(part.amount)
        batch = after(batch, part)
    assert taken == [Decimal("33.33"), Decimal("33.33")]


def test_what_is_frozen_or_used_up_cannot_be_used():
    assert fresh(3, 100).is_usable(TODAY)
    assert not fresh(3, 100, is_frozen=True).is_usable(TODAY)
    assert not Batch("pack", 3, 0, 100, 0).is_usable(TODAY)
    with pytest.raises(NotEnough):
        prepaid.choose([fresh(3, 100, is_frozen=True)], 1, TODAY, CENT)


batches = st.lists(
    st.builds(
        fresh,
        counts,
        amounts,
        last_day=st.none() | st.dates(TODAY - timedelta(60), TODAY + timedelta(60)),
        is_frozen=st.booleans(),
    ),
    max_size=6,
).map(
    lambda found: [
        Batch(number, *list(vars(one).values())[1:]) for number, one in enumerate(found)
    ]
)


@given(batches, st.integers(1, 200))
def test_what_expires_first_is_used_first_and_nothing_that_cannot_be(found, quantity):
    free = prepaid.usable(found, TODAY)
    if quantity > free:
        with pytest.raises(NotEnough) as error:
            prepaid.choose(found, quantity, TODAY, CENT)
        assert error.value.free == free
        return
    parts = prepaid.choose(found, quantity, TODAY, CENT)
    assert sum(part.quantity for part in parts) == quantity
    by_key = {batch.key: batch for batch in found}
    taken = {part.key: part.quantity for part in parts}
    assert all(by_key[key].is_usable(TODAY) for key in taken)
    last = max((by_key[key].last_day or date.max for key in taken), default=date.min)
    for batch in found:
        sooner = (batch.last_day or date.max) < last
        if batch.is_usable(TODAY) and sooner:
            assert taken.get(batch.key) == batch.left


held = st.lists(
    st.builds(
        lambda left, amount: fresh(60, amount, left=left), st.integers(0, 60), amounts
    ),
    min_size=1,
    max_size=5,
).map(lambda found: [replace(one, key=key) for key, one in enumerate(found)])


@given(held, st.integers(0, 200), st.fractions(0, 1))
def test_what_is_taken_back_is_taken_from_who_holds_it_to_the_cent(found, quantity, share):
    owed = sum(exact(batch.amount_left) for batch in found)
    amount = rounded(owed * share, CENT)
    parts = prepaid.take_back(found, quantity, amount, CENT)
    assert sum(exact(part.amount) for part in parts) == exact(amount)
    assert sum(part.quantity for part in parts) == min(
        quantity, sum(batch.left for batch in found)
    )
    for part in parts:
        batch = found[part.key]
        assert 0 <= part.quantity <= batch.left
        assert 0 <= exact(part.amount) <= exact(batch.amount_left)


@pytest.mark.parametrize("quantity", [0, -1, 4])
def test_nothing_less_than_nothing_and_too_much_are_refused(quantity):
    with pytest.raises(NotEnough):
        prepaid.take(fresh(3, 100), quantity, CENT)
    with pytest.raises(NotEnough):
        prepaid.choose([fresh(3, 100)], quantity, TODAY, CENT)


@given(days, st.integers(1, 24), st.sampled_from(["day", "week", "month", "year"]))
def test_it_can_be_used_on_its_last_day_and_not_after(start, count, unit):
    if unit == "year":
        count = min(count, 10)
    last = prepaid.last_day(start, count, unit)
    assert last >= start
    batch = fresh(1, 1, last_day=last)
    assert batch.is_usable(start)
    assert batch.is_usable(last)
    assert not batch.is_usable(last + timedelta(1))


def test_a_pack_without_validity_never_expires():
    assert prepaid.last_day(TODAY, 0, "month") is None


@given(amounts, amounts)
def test_credit_rolls_over_up_to_its_cap(left, cap):
    lost = prepaid.lapsing(left, prepaid.CAPPED, cap)
    assert exact(left) - lost == min(exact(left), exact(cap))
    assert prepaid.lapsing(left, prepaid.EXPIRES) == exact(left)
    assert prepaid.lapsing(left, prepaid.ROLLS_OVER) == 0


def test_the_saving_is_told_and_is_never_below_nothing():
    assert prepaid.saving("24.20", 10, 220) == 22
    assert prepaid.saving("20", 10, 220) == 0


@given(amounts, counts, st.integers(0, 60), amounts)
def test_what_was_used_is_never_worth_more_than_was_paid(paid, granted, used, single):
    value = prepaid.value_used(paid, granted, used, single)
    assert value == min(exact(single) * used, exact(paid))


def test_sessions_are_whole():
    assert prepaid.sessions_needed(2.5, 1) == 3
    assert prepaid.sessions_needed(4, 2) == 2
    assert [prepaid.is_whole(one) for one in (1, 2.0, 0, -1, 1.5)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert not any(map(prepaid.is_whole, (float("nan"), float("inf"))))


@given(counts, counts, st.integers(0, 90))
def test_only_whole_sessions_are_given_back_and_no_more_than_were_used(
    sessions, quantity, credited
):
    given = prepaid.sessions_given_back(sessions, quantity, credited)
    exactly = Fraction(sessions * credited, quantity)
    if exactly.denominator > 1 or exactly > sessions:
        assert given is None
    else:
        assert given == exactly
    assert prepaid.sessions_given_back(sessions, quantity, quantity) == sessions
    assert prepaid.sessions_given_back(sessions, quantity, -1) is None


@given(amounts, amounts, st.lists(amounts, max_size=6))
def test_credit_goes_back_by_its_share_of_what_is_credited(paid, total, parts):
    credited, back = Decimal(), Decimal()
    for part in parts:
        credited += part
        due = prepaid.credit_given_back(paid, total, credited, CENT)
        assert back <= due <= paid
        assert due == paid or abs(due * total - paid * credited) <= total * Decimal(CENT)
        back = due
    # Together they give all of it, in however many parts, and nothing before.
    assert prepaid.credit_given_back(paid, total, total, CENT) == paid
    assert not total or prepaid.credit_given_back(paid, total, 0, CENT) == 0


@given(amounts, st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_a_whole_price_in_rounded_parts_is_not_more_than_the_price(price, weights):
    parts = [rounded(exact(price) * one / sum(weights), CENT) for one in weights]
    assert not prepaid.is_over_price(price, parts, CENT)
    more = (len(parts) + 2) * Decimal(CENT)
    assert prepaid.is_over_price(price, [*parts, more], CENT)


@given(amounts, st.lists(amounts, max_size=6))
def test_what_is_not_over_a_price_is_over_it_by_rounding_at_most(price, parts):
    over = sum(parts) - price
    assert prepaid.is_over_price(price, parts, CENT) == (
        over > len(parts) * Decimal("0.005")
    )


def test_every_kind_of_movement_has_a_direction():
    assert set(prepaid.SIGNS.values()) == {-1, 0, 1}
    assert set(prepaid.SIGNS) >= prepaid.UNDOABLE
