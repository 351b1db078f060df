"""What a change costs, or gives back, for periods that are billed already.

A month of 31 days was billed at 30.00; on the 13th the customer changes to 45.00:

>>> from datetime import date
>>> month = Slot(Period(date(2024, 1, 1), date(2024, 2, 1)), whole=31)
>>> held = Version(Fraction(30))
>>> gone = Version(Fraction(30), end=date(2024, 1, 13))
>>> come = Version(Fraction(45), start=date(2024, 1, 13))
>>> adjust(month, held, gone, settled=30, rounding="0.01").amount
Decimal('-18.39')
>>> adjust(month, None, come, settled=0, rounding="0.01").amount
Decimal('27.58')

Each version is settled to what its days are worth, rounded once: so whatever happens one
after the other in a period, the sum is the value of what was held, day by day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .period import Period
from .proration import Number, exact, rounded
from .terms import ARREARS, Terms
from .timeline import Timeline

# What a change in mid-period does to that period.
DAILY = "daily"
NOTHING = "none"
FULL = "full"


@dataclass(frozen=True)
class Version:
    """What a line is worth per interval, from `start` up to `end` (None: unlimited)."""

    worth: Fraction
    start: date | None = None
    end: date | None = None

    def ending(self, day: date) -> "Version":
        """Return this version without its days from `day` on."""
        last = max(day, self.start) if self.start else day
        return replace(self, end=min(self.end, last) if self.end else last)


@dataclass(frozen=True)
class Slot:
    """A billed period, and the number of days of the whole interval it lies in."""

    period: Period
    whole: int

    def part(self, version: Version | None) -> Period | None:
        """Return the days of this slot that `version` covers."""
        return self.period.overlap(version.start, version.end) if version else None

    def share(self, part: Period | None) -> Fraction:
        """Return which part of an interval these days are."""
        return Fraction(part.days, self.whole) if part else Fraction(0)

    def cut(self, day: date) -> "Slot | None":
        """Return what is left of this slot if it ends on `day`, None if nothing."""
        period = self.period.overlap(None, day)
        return replace(self, period=period) if period else None


@dataclass(frozen=True)
class Adjustment:
    """An amount, negative in the customer's favour, and the days that it is for."""

    amount: Decimal
    part: Period
    whole: int


@dataclass(frozen=True)
class Settled:
    """What was invoiced for a version in a slot, less days that were not used.

    `given`: what credit notes gave back of it for another reason, as a positive amount.
    """

    invoiced: Fraction = Fraction(0)
    given: Fraction = Fraction(0)

    @property
    def net(self) -> Fraction:
        """Return what is left of it."""
        return self.invoiced - self.given

    def before_gifts(self, asked: Fraction) -> Fraction:
        """Return what was paid before gifts; what was billed again was no gift.

        :param asked: the price of the days
        """
        billed_again = max(self.invoiced - asked, Fraction(0))
        return self.invoiced - min(self.given, billed_again)


def adjust(
    slot: Slot,
    before: Version | None,
    after: Version | None,
    *,
    settled: "Number | Settled",
    rounding: Number,
    left: Slot | None = None,
) -> Adjustment | None:
    """Return what a version still costs in `slot`, or None where nothing changes.

    :param before: as it was when `settled` was invoiced, None if it is new
    :param after: as it is from now on, None if it is gone
    :param settled: what was really invoiced for it in this slot, see `Settled`
    :param left: the slot as it is from now on, if that becomes shorter
    """
    was = slot.part(before)
    will = (left or slot).part(after) if after else None
    if was == will:
        return None
    amount = settle(
        (after or before).worth,
        slot.share(was),
        slot.share(will),
        settled=settled,
        rounding=rounding,
    )
    return Adjustment(amount, _changed(was, will), slot.whole)


def settle(
    worth: Number,
    before: Fraction,
    after: Fraction,
    *,
    settled: "Number | Settled",
    rounding: Number,
) -> Decimal:
    """Return what is due for the share `after`, less what is `settled` for `before`.

    Where something else than the price was invoiced, as with a discount that was given on
    the invoice, that is what the days are worth. What a credit note gave stays given:

    >>> paid = Settled(Fraction(30), given=Fraction(10))
    >>> settle(30, Fraction(1), Fraction(1, 6), settled=paid, rounding="0.01")
    Decimal('-25')
    """
    price = exact(worth)
    asked = exact(rounded(price * before, rounding))
    if not isinstance(settled, Settled):
        settled = Settled(exact(settled))
    paid = settled.before_gifts(asked)
    if before and paid != asked:
        price = paid / before
    return rounded(exact(rounded(price * after, rounding)) - paid, rounding)


def within(net: Number, amounts: list[Decimal]) -> list[Decimal]:
    """Return `amounts` with credits so small that no more is given back than was paid.

    :param net: what was invoiced, less what was given back already

    >>> within(10, [Decimal(-25), Decimal(5)])
    [Decimal('-15'), Decimal('5')]
    """
    missing = -(exact(net) + sum(map(exact, amounts)))
    kept = []
    for amount in amounts:
        less = max(min(missing, -exact(amount)), Fraction(0))
        missing -= less
        kept.append(amount + Decimal(less.numerator) / Decimal(less.denominator))
    return kept


def _changed(was: Period | None, will: Period | None) -> Period:
    """Return the days that came or went; a version changes at its end only."""
    if not was or not will:
        return was or will
    first, second = sorted((was.end, will.end))
    return Period(first, second)


def effective_day(
    policy: str, terms: Terms, timeline: Timeline, cursor: date, day: date
) -> date:
    """Return the first day that is billed anew if something changes on `day`.

    :param policy: DAILY: from that day on; NOTHING: the period that runs stays as it is;
        FULL: all of the period that runs costs what it costs from now on
    :param cursor: start of the first period that is not billed yet

    Where another interval begins on a later day, prices are per that interval already: they
    change from that day on. Another billing day of the same interval is no matter.
    """
    if _waits_for_interval(timeline, day):
        return timeline.former.until
    if policy == DAILY:
        return day
    if policy == FULL:
        return timeline.slot(day).start
    return next_period(terms, timeline, cursor, day)


def _waits_for_interval(timeline: Timeline, day: date) -> bool:
    former = timeline.former
    return bool(former and day < former.until and former.interval != timeline.interval)


def interval_start(day: date, free: Iterable[Period]) -> date:
    """Return the first day from `day` on where another interval can begin.

    :param free: the periods that stay unbilled: a trial, or days of a pause

    Days that were left free are not billed anew: it begins after the last of them.

    >>> str(interval_start(date(2024, 1, 1), [Period(date(2024, 1, 5), date(2024, 1, 9))]))
    '2024-01-09'
    """
    return max([day, *(period.end for period in free)])


def next_period(terms: Terms, timeline: Timeline, cursor: date, day: date) -> date:
    """Return the first day after `day` that begins a period which is not billed yet."""
    if terms.timing == ARREARS:
        return timeline.following(max(cursor, day))
    return cursor if cursor > day else timeline.following(day)
