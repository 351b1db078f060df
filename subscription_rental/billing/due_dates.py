"""Due dates: what a customer holds, until when, and what renewing it makes of that.

>>> from datetime import date
>>> monthly = Interval(1, "month")
>>> held = Held(start=date(2025, 1, 31), due=date(2025, 2, 28), anchor=date(2025, 1, 31))
>>> str(renewed(held, monthly, date(2025, 2, 20), lapse_days=30).due)
'2025-03-31'

A day that a month lacks is remembered by the anchor: the next due date returns to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from .interval import Interval

ACTIVE = "active"
RENEWED = "renewed"
EXPIRED = "expired"
CLOSED = "closed"
STATES = (ACTIVE, RENEWED, EXPIRED, CLOSED)
# What may still be renewed: it runs, or ran out and nobody closed it.
OPEN = (ACTIVE, EXPIRED)

# What the anchor of a due date is counted in, whatever its duration.
GRID = Interval(1, "month")


@dataclass(frozen=True)
class Held:
    """What is held from `start` to its due date, counted from `anchor`."""

    start: date
    due: date
    anchor: date


def anchor_of(due: date, duration: Interval, anchor: date) -> date:
    """Return what due dates from `due` on count from: `anchor`, if it leads there.

    A due date that was set otherwise is its own anchor; so is every one that is counted
    in days.
    """
    passed = GRID.index(anchor, due)
    leads = duration.months and GRID.boundary(anchor, passed) == due
    return anchor if leads else due


def due_after(due: date, duration: Interval, anchor: date) -> date:
    """Return the due date that follows `due` after `duration`, counted from `anchor`."""
    anchor = anchor_of(due, duration, anchor)
    if not duration.months:
        return duration.boundary(anchor, 1)
    return GRID.boundary(anchor, GRID.index(anchor, due) + duration.months)


def is_lapsed(due: date, day: date, lapse_days: int) -> bool:
    """Return whether, on `day`, it is over since more than `lapse_days`."""
    return day > due + timedelta(days=lapse_days)


def renewed(held: Held, duration: Interval, day: date, lapse_days: int) -> Held:
    """Return what a renewal on `day` makes: it begins where the old one ends.

    :param day: of the payment, or on which a clerk renews
    :param lapse_days: later than so many days after the due date it begins on `day`
    """
    if is_lapsed(held.due, day, lapse_days):
        return Held(start=day, due=duration.boundary(day, 1), anchor=day)
    return Held(
        start=held.due,
        due=due_after(held.due, duration, held.anchor),
        anchor=anchor_of(held.due, duration, held.anchor),
    )


def may_renew(day: date, due: date, days_before: int) -> bool:
    """Return whether a customer renews on `day`: so many days before `due`, and later."""
    return (due - day).days <= days_before


def state_on(
    day: date,
    due: date,
    *,
    is_renewed: bool = False,
    is_closed: bool = False,
    is_over: bool = False,
) -> str:
    """Return the state on `day` of what is due on `due`; it is held on that day still.

    :param is_over: what it belongs to has ended with it, also if that is today
    """
    if is_renewed:
        return RENEWED
    if is_closed:
        return CLOSED
    return EXPIRED if is_over or day > due else ACTIVE


@dataclass(frozen=True)
class Term:
    """One term of a subscription, from its first day to the first day after it."""

    start: date
    # None where it lies behind the end of the subscription: it never begins.
    end: date | None
    is_renewed: bool = False


def last_day(start: date, end: date) -> date:
    """Return the last day of a term, which is due then: its end is the day after.

    One that ended on its first day had that one.

    >>> str(last_day(date(2025, 1, 31), date(2026, 1, 31)))
    '2026-01-30'
    """
    return max(start, end - timedelta(days=1))


def terms_held(known: Iterable[date], begun: date, end: date) -> list[Term]:
    """Return the terms of a subscription, oldest first.

    :param known: first days of terms that were begun, or renewed ahead of time
    :param begun: the first day of its last term
    :param end: the first day after the subscription
    """
    starts = sorted({day for day in known if day < begun} | {begun})
    # One that ends on its first day was begun.
    living = [day for day in starts if day < end] or [
        day for day in starts[:1] if day == end
    ]
    terms = [
        Term(start, following, is_renewed=start != living[-1])
        for start, following in pairwise([*living, end])
    ]
    # A renewal that was undone leaves a term behind the end.
    undone = {day for day in known if day > begun and day >= end}
    gone = [day for day in starts if day not in living]
    return terms + [Term(day, None) for day in (*gone, *sorted(undone))]


def term_start(
    first: date, first_end: date, end: date, interval: Interval, intervals: int
) -> date:
    """Return the first day of the term that ends on `end`, from what is known of it.

    For subscriptions whose terms were not written down as they began.

    :param first: the first day of the first term, which was to end on `first_end`
    :param intervals: by so many of `interval` each renewal lengthened it
    """
    before = interval.boundary(end, -intervals)
    return before if before >= first_end else first
