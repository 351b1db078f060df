"""The ladder of a case of dunning: which step is due when, and what it may take away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

RETRY = "retry"
REMIND = "remind"
SUSPEND = "suspend"
WARN = "warn"
TERMINATE = "terminate"
ACTIONS = (RETRY, REMIND, SUSPEND, WARN, TERMINATE)

# Why a case was opened.
FAILED = "failed"
OVERDUE = "overdue"
RETURNED = "returned"

# When nothing further is billed and shipped while something is unpaid.
BLOCK_SHIPPED = "shipped"
BLOCK_ALWAYS = "always"
BLOCK_NEVER = "never"


@dataclass(frozen=True)
class Rung:
    """A step of the ladder: an action, some days after the ladder began."""

    days: int
    action: str


def step_day(
    rungs: Sequence[Rung], index: int, since: date, previous: date | None
) -> date | None:
    """Return the day of step `index`; None after the last one.

    :param since: the day on which the ladder began
    :param previous: the day on which the step before was really taken

    The time between two steps is never shorter than the policy says: whoever comes late
    to one, as after an outage, comes late to the next, and nobody is reminded, suspended
    and terminated on one day.

    >>> ladder = [Rung(3, RETRY), Rung(10, SUSPEND)]
    >>> step_day(ladder, 1, date(2024, 1, 1), date(2024, 1, 9))
    datetime.date(2024, 1, 16)
    """
    if index >= len(rungs):
        return None
    planned = since + timedelta(days=rungs[index].days)
    if index == 0 or previous is None:
        return planned
    gap = rungs[index].days - rungs[index - 1].days
    return max(planned, previous + timedelta(days=gap))


def plan(rungs: Sequence[Rung], since: date) -> list[tuple[date, Rung]]:
    """Return all steps with their days, of a ladder that nothing delays."""
    return [(since + timedelta(days=rung.days), rung) for rung in rungs]


def coming(rungs: Sequence[Rung], index: int, day: date) -> list[date]:
    """Return the days of step `index`, which is on `day`, and of all later ones.

    >>> coming([Rung(3, RETRY), Rung(10, SUSPEND)], 0, date(2024, 1, 9))
    [datetime.date(2024, 1, 9), datetime.date(2024, 1, 16)]
    """
    first = rungs[index].days
    return [day + timedelta(days=rung.days - first) for rung in rungs[index:]]


def suspended_from(day: date, unpaid: Iterable[date], first_unbilled: date | None) -> date:
    """Return from which day service may be stopped: never for days that are paid.

    :param day: the day of the step
    :param unpaid: first days of the billed periods that are not paid
    :param first_unbilled: first day that no period covers yet

    >>> suspended_from(date(2024, 1, 20), [], date(2024, 2, 1))
    datetime.date(2024, 2, 1)
    >>> suspended_from(date(2024, 1, 20), [date(2024, 1, 1)], date(2024, 2, 1))
    datetime.date(2024, 1, 20)
    """
    first = min([*unpaid, *filter(None, [first_unbilled])], default=day)
    return max(day, first)


def blocks(rule: str, *, ships: bool, holds_unit: bool = False) -> bool:
    """Return whether an unpaid invoice holds back further bills and deliveries.

    :param ships: its goods go to the customer for good, with every period
    :param holds_unit: the customer has a unit of ours, whose rent goes on

    >>> blocks(BLOCK_SHIPPED, ships=True), blocks(BLOCK_SHIPPED, ships=False)
    (True, False)
    >>> blocks(BLOCK_SHIPPED, ships=True, holds_unit=True)
    False
    >>> blocks(BLOCK_ALWAYS, ships=False)
    True
    """
    if rule == BLOCK_SHIPPED:
        return ships and not holds_unit
    return rule == BLOCK_ALWAYS


def is_revivable(terminated: date, days: int, today: date) -> bool:
    """Return whether full payment on `today` still revives a terminated subscription.

    >>> is_revivable(date(2024, 1, 1), 14, date(2024, 1, 15))
    True
    >>> is_revivable(date(2024, 1, 1), 14, date(2024, 1, 16))
    False
    """
    return today <= terminated + timedelta(days=days)


def delayed(since: date, held: date, today: date) -> date:
    """Return the day on which a ladder counts as begun that was held until `today`."""
    return since + (today - held)
