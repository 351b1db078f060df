"""A statement of account: what was owed before, what came and went, what is owed now.

>>> from datetime import date
>>> bill = Entry(date(2024, 1, 1), 30, open_amount=10, due=date(2024, 1, 15))
>>> paid = Entry(date(2024, 2, 2), -20)
>>> made = statement([bill, paid], date(2024, 2, 1), date(2024, 2, 29))
>>> made.opening, made.balances, made.closing, made.overdue
(Fraction(30, 1), (Fraction(10, 1),), Fraction(10, 1), Fraction(10, 1))
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate

from .proration import Number, exact


@dataclass(frozen=True)
class Entry:
    """One posted amount: above 0 the customer owes it, below 0 it was paid or credited.

    `open_amount` is the part that nothing was matched with by the end of the statement.
    """

    day: date
    amount: Number
    open_amount: Number = 0
    due: date | None = None
    # What it stands for: the rules hand it back with the entry.
    source: object = None


@dataclass(frozen=True)
class Statement:
    """The balances of one account in one currency; `balances` are after each entry."""

    opening: Fraction
    entries: tuple[Entry, ...]
    balances: tuple[Fraction, ...]
    closing: Fraction
    overdue: Fraction


def statement(
    entries: Sequence[Entry], first: date, last: date, today: date | None = None
) -> Statement:
    """Return the statement from `first` to `last`; later entries are not looked at.

    :param today: what is due on a later day is not overdue, though `last` is later still
    """
    # On one day what is owed comes first, then what was paid of it.
    known = sorted(
        (one for one in entries if one.day <= last),
        key=lambda one: (one.day, one.amount < 0),
    )
    opening = sum((exact(one.amount) for one in known if one.day < first), Fraction(0))
    shown = tuple(one for one in known if one.day >= first)
    balances = tuple(accumulate((exact(one.amount) for one in shown), initial=opening))
    late = overdue(known, min(last, today or last))
    return Statement(opening, shown, balances[1:], balances[-1], late)


def overdue(entries: Sequence[Entry], day: date) -> Fraction:
    """Return what is open of `entries` that were due before `day`.

    What the customer paid or was credited, and nothing was matched with, is taken off.
    """
    opened = [(one, exact(one.open_amount)) for one in entries]
    due = [amount for one, amount in opened if (one.due or one.day) < day]
    late = sum(amount for amount in due if amount > 0)
    credit = sum(-amount for _one, amount in opened if amount < 0)
    return max(Fraction(late) - credit, Fraction(0))
