"""What an owner reads off the ledger of monthly revenue: retention, churn, cohorts.

Every figure is of whole months, and of money before taxes. Shares are fractions of one;
where nothing was there to keep or to lose, there is no share.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from .mrr import CHURNED, CONTRACTION, EXPANSION
from .proration import Number, exact

Changes = Mapping[tuple[date, str], Number]


@dataclass(frozen=True)
class Month:
    """A month of the ledger: what was there at its beginning, and what came to it.

    :param changes: {kind of movement: what it came to}
    """

    first: date
    opening: Fraction
    changes: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def closing(self) -> Fraction:
        """Return the monthly revenue at its end."""
        return self.opening + sum(self.changes.values())

    def get(self, kind: str) -> Fraction:
        """Return what this kind of movement came to."""
        return self.changes.get(kind, Fraction())

    @property
    def churn(self) -> Fraction | None:
        """Return the share of the revenue at the beginning that was cancelled."""
        return share(-self.get(CHURNED), self.opening)

    @property
    def gross_retention(self) -> Fraction | None:
        """Return the share of it that was neither cancelled nor reduced."""
        lost = self.get(CHURNED) + self.get(CONTRACTION)
        return share(self.opening + lost, self.opening)

    @property
    def net_retention(self) -> Fraction | None:
        """Return the same with what grew: above one where growth makes up for losses."""
        moved = self.get(CHURNED) + self.get(CONTRACTION) + self.get(EXPANSION)
        return share(self.opening + moved, self.opening)


def share(part: Number, whole: Number) -> Fraction | None:
    """Return `part` of `whole`, None if that is nothing.

    >>> share(1, 4), share(1, 0)
    (Fraction(1, 4), None)
    """
    return exact(part) / exact(whole) if whole else None


def table(changes: Changes, firsts: list[date]) -> list[Month]:
    """Return the months that begin on `firsts`, those without a movement as well.

    :param changes: {(first day of a month, kind): what was added in it}

    >>> may, june, july = (date(2024, month, 1) for month in (5, 6, 7))
    >>> found = table({(may, "new"): 40, (july, "churned"): -10}, [june, july])
    >>> [(int(one.opening), int(one.closing)) for one in found], found[1].churn
    ([(40, 40), (40, 30)], Fraction(1, 4))
    """
    opening = sum(
        (exact(amount) for (first, _kind), amount in changes.items() if first < firsts[0]),
        Fraction(),
    )
    months = []
    for first in firsts:
        own = {kind: exact(n) for (day, kind), n in changes.items() if day == first}
        months.append(Month(first, opening, own))
        opening = months[-1].closing
    return months


def average(shares: Iterable[Fraction | None]) -> Fraction | None:
    """Return the mean of those shares that there are, None if there is none.

    >>> average([Fraction(1, 2), None, Fraction(1, 4)])
    Fraction(3, 8)
    """
    known = [one for one in shares if one is not None]
    return sum(known, Fraction()) / len(known) if known else None


def lifetime_value(per_customer: Number, churn: Fraction | None) -> Fraction | None:
    """Return what a customer brings until they leave: revenue a month by share lost.

    None while nobody has left: that would be without end.

    >>> lifetime_value(30, Fraction(1, 20)), lifetime_value(30, Fraction(0))
    (Fraction(600, 1), None)
    """
    return exact(per_customer) / churn if churn else None


def cohorts(
    changes: Mapping[tuple[date, date], Number], firsts: list[date]
) -> list[tuple[date, list[Fraction]]]:
    """Return what is left of those that began in each month, month by month.

    :param changes: {(month of the start, month of the movement): what was added}
    :return: [(month of the start, revenue at the end of that month and of each later one)]

    >>> june, july = date(2024, 6, 1), date(2024, 7, 1)
    >>> rows = cohorts({(june, june): 40, (june, july): -10}, [june, july])
    >>> [(first.month, [int(level) for level in levels]) for first, levels in rows]
    [(6, [40, 30]), (7, [0])]
    """
    found = []
    for first in firsts:
        own = {month: n for (began, month), n in changes.items() if began == first}
        months = [one for one in firsts if one >= first]
        found.append((first, [_level(own, month) for month in months]))
    return found


def retained(
    changes: Mapping[tuple[date, date], Number], since: date, until: date
) -> Fraction | None:
    """Return the share of the revenue before `since` that those who brought it bring now.

    :param changes: as of `cohorts`
    :param until: the first day of the last month that counts

    >>> june, july = date(2024, 6, 1), date(2024, 7, 1)
    >>> retained({(june, june): 40, (june, july): -10, (july, july): 99}, july, july)
    Fraction(3, 4)
    """
    older = {}
    for (began, month), amount in changes.items():
        if began < since:
            older[month] = older.get(month, 0) + exact(amount)
    before = _level(older, since - relativedelta(months=1))
    return share(_level(older, until), before)


def _level(changes: Mapping[date, Number], month: date) -> Fraction:
    known = (exact(amount) for day, amount in changes.items() if day <= month)
    return sum(known, Fraction())


def forecast(
    present: Number, changes: Mapping[date, Number], firsts: list[date]
) -> list[Fraction]:
    """Return the revenue at the end of each month to come, by what is agreed today.

    :param changes: {first day of a month: what changes in it}

    >>> july, august = date(2024, 7, 1), date(2024, 8, 1)
    >>> [int(level) for level in forecast(40, {august: -10}, [july, august])]
    [40, 30]
    """
    return [exact(present) + _level(changes, first) for first in firsts]
