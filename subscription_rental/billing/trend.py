"""Figures month by month: what a ledger of changes comes to at the end of each month."""

from collections.abc import Mapping
from datetime import date

from dateutil.relativedelta import relativedelta

from .proration import Number, exact


def months(day: date, count: int) -> list[date]:
    """Return the first days of `count` months, that of `day` last.

    >>> months(date(2024, 1, 31), 3)[0]
    datetime.date(2023, 11, 1)
    """
    last = day.replace(day=1)
    return [last - relativedelta(months=back) for back in reversed(range(count))]


def months_after(first: date, count: int) -> date:
    """Return the first day of the month that is `count` months after that of `first`.

    >>> months_after(date(2024, 12, 1), 1)
    datetime.date(2025, 1, 1)
    """
    return first + relativedelta(months=count)


def levels(changes: Mapping[date, Number], firsts: list[date]) -> list[float]:
    """Return the level at the end of each month: all its changes, and all before it.

    A month without a change keeps the level of the one before.

    :param changes: {first day of a month: what was added in it}

    >>> levels({date(2023, 5, 1): 10, date(2024, 1, 1): -4}, months(date(2024, 1, 9), 2))
    [10.0, 6.0]
    """
    return [
        float(sum(exact(change) for month, change in changes.items() if month <= first))
        for first in firsts
    ]


def amounts(changes: Mapping[date, Number], firsts: list[date]) -> list[float]:
    """Return what was added in each month, nothing in one without a change."""
    return [float(changes.get(first, 0)) for first in firsts]
