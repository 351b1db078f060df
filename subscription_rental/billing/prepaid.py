"""Packs of sessions and credit: what is granted, used, left and over.

>>> [str(worth("100", 3, used, 1, "0.01")) for used in range(3)]
['33.33', '33.34', '33.33']
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from .errors import NotEnough
from .interval import Interval
from .proration import Number, exact, rounded

# What is sold: a number of sessions, or an amount of money.
SESSIONS = "sessions"
AMOUNT = "amount"
# When its tax is due: with the sale, or with each use (Directive 2006/112, art. 30a).
AT_SALE = "at_sale"
AT_USE = "at_use"

# What becomes of the rest when the next amount is credited.
EXPIRES = "expires"
CAPPED = "capped"
ROLLS_OVER = "rolls_over"

GRANT = "grant"
USE = "use"
UNDO = "undo"
GIVE_BACK = "give_back"
EXPIRE = "expire"
TRANSFER_OUT = "transfer_out"
TRANSFER_IN = "transfer_in"
CASH_OUT = "cash_out"
CORRECTION = "correction"
# Which way each kind of movement changes what is left; 0: either way.
SIGNS = {
    GRANT: 1,
    USE: -1,
    UNDO: 0,
    GIVE_BACK: 1,
    EXPIRE: -1,
    TRANSFER_OUT: -1,
    TRANSFER_IN: 1,
    CASH_OUT: -1,
    CORRECTION: 0,
}
# What can be taken back by an opposite movement.
UNDOABLE = frozenset({GRANT, USE, GIVE_BACK})


@dataclass(frozen=True)
class Batch:
    """One grant: `left` of `granted` is left, and `amount_left` of `amount` paid for it.

    `last_day` is the last day on which it can be used, None if there is none.
    """

    key: object
    granted: Number
    left: Number
    amount: Number
    amount_left: Number
    last_day: date | None = None
    is_frozen: bool = False

    def is_usable(self, day: date) -> bool:
        """Return whether something of it can be used on `day`."""
        return bool(
            self.left
            and not self.is_frozen
            and (self.last_day is None or day <= self.last_day)
        )


@dataclass(frozen=True)
class Part:
    """What is taken from one batch: a quantity, and the amount that was paid for it."""

    key: object
    quantity: Fraction
    amount: Decimal


def worth(
    amount: Number, granted: Number, used: Number, quantity: Number, rounding: Number
) -> Decimal:
    """Return what the next `quantity` of `granted` units is worth, after `used` of them.

    Cumulative: what is taken together is `amount` to the cent, however it is divided.
    """
    return _spent(amount, granted, exact(used) + exact(quantity), rounding) - _spent(
        amount, granted, exact(used), rounding
    )


def take(batch: Batch, quantity: Number, rounding: Number) -> Part:
    """Return what using `quantity` of this batch takes from it.

    It goes by what is left: where a use was undone, the next one takes its cents.

    >>> pack = Batch("pack", granted=3, left=1, amount=100, amount_left="33.34")
    >>> take(pack, 1, "0.01").amount
    Decimal('33.34')

    Raises:
        NotEnough: less than that is left.
    """
    taken, left = exact(quantity), exact(batch.left)
    if not 0 < taken <= left:
        raise NotEnough(left)
    rest = exact(batch.amount_left)
    if taken == left:
        return Part(batch.key, taken, rounded(rest, rounding))
    used = exact(batch.granted) - left + taken
    spent = exact(batch.amount) - rest
    amount = exact(_spent(batch.amount, batch.granted, used, rounding)) - spent
    return Part(batch.key, taken, rounded(min(max(amount, Fraction()), rest), rounding))


def choose(
    batches: Iterable[Batch], quantity: Number, day: date, rounding: Number
) -> list[Part]:
    """Return what using `quantity` on `day` takes from which batch.

    First what expires first; what never expires comes last, the oldest first.

    Raises:
        NotEnough: the batches that can be used on that day hold less.
    """
    usable = [batch for batch in batches if batch.is_usable(day)]
    missing = exact(quantity)
    if missing <= 0 or missing > _total(usable):
        raise NotEnough(_total(usable))
    parts = []
    for batch in sorted(usable, key=_expiry_order):
        if missing:
            part = take(batch, min(missing, exact(batch.left)), rounding)
            parts.append(part)
            missing -= part.quantity
    return parts


def take_back(
    batches: Iterable[Batch], quantity: Number, amount: Number, rounding: Number
) -> list[Part]:
    """Return how much of `quantity` and `amount` is taken off each of these batches.

    They are what is left of one sale, some of it handed on. Each gives what it holds, in
    their order; the amount goes with the quantity, or with what is outstanding if only a
    price falls. Together it is `amount` to the cent, if so much is outstanding.

    >>> held = [Batch(1, 10, 1, 220, 22), Batch(2, 9, 9, 198, 198)]
    >>> [(str(part.quantity), str(part.amount)) for part in take_back(held, 5, 110, "0.01")]
    [('1', '22'), ('4', '88')]
    """
    batches = list(batches)
    quantities = _in_order([batch.left for batch in batches], quantity)
    room = [exact(batch.amount_left) for batch in batches]
    weights = quantities if any(quantities) else room
    amounts = _in_proportion(weights, room, amount, rounding)
    missing = exact(amount) - sum(amounts)
    more = _in_order([most - own for most, own in zip(room, amounts, strict=True)], missing)
    parts = [
        Part(batch.key, taken, rounded(own + rest, rounding))
        for batch, taken, own, rest in zip(batches, quantities, amounts, more, strict=True)
    ]
    return [part for part in parts if part.quantity or part.amount]


def usable(batches: Iterable[Batch], day: date) -> Fraction:
    """Return how much of these batches can be used on `day`."""
    return _total(batch for batch in batches if batch.is_usable(day))


def last_day(start: date, count: int, unit: str) -> date | None:
    """Return the last day on which what was granted on `start` can be used.

    `count` 0 says that it never expires.

    >>> str(last_day(date(2024, 1, 31), 1, "month")), last_day(date(2024, 1, 31), 0, "day")
    ('2024-02-28', None)
    """
    if not count:
        return None
    return Interval(count, unit).boundary(start, 1) - timedelta(days=1)


def lapsing(left: Number, rule: str, cap: Number = 0) -> Fraction:
    """Return how much of the rest is lost when the next amount is credited.

    :param rule: EXPIRES, CAPPED (at most `cap` is taken along) or ROLLS_OVER

    >>> lapsing(30, EXPIRES), lapsing(30, CAPPED, 20), lapsing(30, ROLLS_OVER)
    (Fraction(30, 1), Fraction(10, 1), Fraction(0, 1))
    """
    kept = {EXPIRES: Fraction(), CAPPED: exact(cap)}.get(rule, exact(left))
    return max(exact(left) - kept, Fraction())


def saving(single: Number, sessions: Number, price: Number) -> Fraction:
    """Return how much less a pack costs than its sessions one by one; never below 0."""
    return max(exact(single) * exact(sessions) - exact(price), Fraction())


def value_used(paid: Number, granted: Number, used: Number, single: Number) -> Fraction:
    """Return the value of `used` sessions at the single price, at most what was paid."""
    if not granted:
        return Fraction()
    return min(exact(single) * exact(used), exact(paid))


def sessions_needed(quantity: Number, covered: Number) -> int:
    """Return how many sessions `quantity` of a service takes, if one covers `covered`.

    >>> sessions_needed(2, 1), sessions_needed(3, 2)
    (2, 2)
    """
    needed = exact(quantity) / exact(covered)
    return -(-needed.numerator // needed.denominator)


def sessions_given_back(sessions: Number, quantity: Number, credited: Number) -> int | None:
    """Return how many sessions go back, where `credited` of `quantity` is credited.

    None where that is no whole number of the `sessions` that paid for it.

    >>> sessions_given_back(2, 2, 1), sessions_given_back(2, 3, 1)
    (1, None)
    """
    given = exact(sessions) * exact(credited) / exact(quantity)
    is_part = given.denominator == 1 and 0 <= given <= exact(sessions)
    return given.numerator if is_part else None


def credit_given_back(
    paid: Number, total: Number, credited: Number, rounding: Number
) -> Decimal:
    """Return how much of the credit that `paid` of `total` is to be back by now.

    :param credited: how much of `total` credit notes have credited, all together

    >>> [float(credit_given_back(50, 100, part, "0.01")) for part in (0, 33, 100, 120)]
    [0.0, 16.5, 50.0, 50.0]
    """
    share = exact(credited) / exact(total) if exact(total) > 0 else Fraction(1)
    return rounded(exact(paid) * max(min(share, Fraction(1)), Fraction()), rounding)


def is_over_price(paid: Number, parts: Iterable[Number], rounding: Number) -> bool:
    """Return whether `parts`, each rounded by itself, are more than what was `paid`.

    >>> is_over_price("181.82", ["60.61"] * 3, "0.01"), is_over_price(2, [1, 2], "0.01")
    (False, True)
    """
    parts = list(map(exact, parts))
    return sum(parts, Fraction()) - exact(paid) > exact(rounding) * len(parts) / 2


def is_whole(quantity: Number) -> bool:
    """Return whether this is a number of sessions: above 0, without a fraction."""
    if isinstance(quantity, float) and not isfinite(quantity):
        return False
    return exact(quantity) > 0 and exact(quantity).denominator == 1


def _spent(amount: Number, granted: Number, used: Fraction, rounding: Number) -> Decimal:
    return rounded(exact(amount) * used / exact(granted), rounding)


def _in_order(limits: Iterable[Number], total: Number) -> list[Fraction]:
    """Return how much each gives of `total`: the first all it has, then the next."""
    given, missing = [], exact(total)
    for limit in limits:
        given.append(max(min(exact(limit), missing), Fraction()))
        missing -= given[-1]
    return given


def _in_proportion(
    weights: list[Fraction], limits: list[Fraction], total: Number, rounding: Number
) -> list[Fraction]:
    """Return the share of each of `total`, rounded so that no cent is lost in between."""
    given, rest, weight = [], exact(total), sum(weights)
    for own, limit in zip(weights, limits, strict=True):
        share = exact(rounded(rest * own / weight, rounding)) if weight else Fraction()
        given.append(min(share, limit))
        rest, weight = rest - given[-1], weight - own
    return given


def _total(batches: Iterable[Batch]) -> Fraction:
    return sum((exact(batch.left) for batch in batches), Fraction())


def _expiry_order(batch: Batch) -> tuple[bool, date]:
    return batch.last_day is None, batch.last_day or date.min
