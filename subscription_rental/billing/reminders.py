"""Reminders of a due date: which is mailed on which day, and why one is not.

>>> from datetime import date
>>> due = date(2025, 3, 31)
>>> ladder = Ladder((-30, -7, 0))
>>> [str(one.day) for one in outcomes(ladder, due, due)]
['2025-03-01', '2025-03-24', '2025-03-31']
>>> [one.reason for one in outcomes(ladder, due, due)]
['superseded', 'superseded', '']

A step stands so many days before (negative) or after the due date. Each step of a due date
comes out once: it is sent, or it is skipped for a reason.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

BEFORE = "before"
ON_DAY = "on"
AFTER = "after"

# Why a step is not sent; an empty reason means that it is.
RENEWED = "renewed"
CLOSED = "closed"
OPTED_OUT = "opted_out"
NO_EMAIL = "no_email"
ARCHIVED = "archived"
NO_TEMPLATE = "no_template"
SUPERSEDED = "superseded"
TOO_LATE = "too_late"

# What customers may opt out of: all reminders, or those after the due date.
FROM_ALL = "all"
FROM_AFTER = "after"

# The farthest that a step is from its due date: two years.
LONGEST = 731
# So long after the last day for a step it is still written down that it was missed.
CATCH_UP = 31


@dataclass(frozen=True)
class Ladder:
    """The steps of a policy, as days after the due date; before it they are negative."""

    offsets: tuple[int, ...]
    # A step that was missed is sent up to so many days later.
    late_days: int = 0

    def planned(self, due: date) -> list[tuple[int, date]]:
        """Return (step, its day) for what is due on `due`, in their order."""
        return [(one, due + timedelta(days=one)) for one in sorted(set(self.offsets))]


@dataclass(frozen=True)
class Outcome:
    """What became, or becomes, of one step: sent on a day, or skipped for a reason."""

    offset: int
    # The day that the step was planned for.
    day: date
    reason: str = ""


def offset_of(kind: str, days: int) -> int:
    """Return how many days after the due date a step stands; before it is negative."""
    return {BEFORE: -days, ON_DAY: 0, AFTER: days}[kind]


def latest_day(due: date, offset: int, late_days: int) -> date:
    """Return the last day on which it still makes sense to send a step.

    One that announces the due date makes none after it.
    """
    last = due + timedelta(days=offset + late_days)
    return min(last, due) if offset < 0 else last


def lets_opt_out(offset: int, optout: str) -> bool:
    """Return whether customers may opt out of this step: of what comes after, always."""
    return optout == FROM_ALL or offset > 0


def never(_offset: int) -> str:
    """Return no reason: nothing keeps any step from being sent."""
    return ""


def outcomes(
    ladder: Ladder,
    due: date,
    today: date,
    *,
    handled: Collection[int] = (),
    refusal: Callable[[int], str] = never,
) -> list[Outcome]:
    """Return what becomes today of the steps whose day has come, in their order.

    Where several have come the last one alone is sent.

    :param handled: the steps of this due date of which that is known already
    :param refusal: returns why a step may not be sent to this customer, or ""
    """
    come = [(offset, day) for offset, day in ladder.planned(due) if day <= today]
    found = []
    for offset, day in come:
        if offset in handled:
            continue
        reason = refusal(offset)
        if reason not in (RENEWED, CLOSED):
            if (offset, day) != come[-1]:
                reason = SUPERSEDED
            elif today > latest_day(due, offset, ladder.late_days):
                reason = TOO_LATE
        found.append(Outcome(offset, day, reason))
    return found


def forecast(
    ladder: Ladder,
    due: date,
    today: date,
    until: date,
    *,
    handled: Collection[int] = (),
    refusal: Callable[[int], str] = never,
) -> list[tuple[date, Outcome]]:
    """Return (day, outcome) of all steps from today to `until`, if nothing changes."""
    now = outcomes(ladder, due, today, handled=handled, refusal=refusal)
    later = [
        Outcome(offset, day, refusal(offset))
        for offset, day in ladder.planned(due)
        if today < day <= until and offset not in handled
    ]
    return [(today, one) for one in now] + [(one.day, one) for one in later]


def window(ladder: Ladder, today: date, ahead: int = 0) -> tuple[date, date]:
    """Return the first and the last due date of which a step may come out by `today`.

    :param ahead: or so many days later
    """
    latest, earliest = max(ladder.offsets), min(ladder.offsets)
    first = today - timedelta(days=latest + ladder.late_days + CATCH_UP)
    return first, today + timedelta(days=ahead - earliest)
