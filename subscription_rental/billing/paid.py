"""What pays an invoice, and what takes it back: only what is paid renews anything.

Money pays. So does credit that the customer has of something else. A credit note of the
invoice itself takes it back, also one that a person wrote without saying so.

>>> bill = Bill(7, amount=18.0, day=date(2025, 1, 10), products=frozenset({1}))
>>> of_it = Credit(18.0, date(2025, 1, 12), products=frozenset({1}))
>>> of_another = Credit(18.0, date(2025, 1, 12), reverses=6, products=frozenset({1}))
>>> is_taken_back(bill, [of_it]), is_taken_back(bill, [of_another])
(True, False)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Bill:
    """An invoice: its key, its amount with taxes, its day and what it sells."""

    key: int
    amount: float
    day: date
    products: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Credit:
    """A credit note that settles an invoice, or a part of one.

    :param settles: so much of the invoice, in the invoice's currency
    :param reverses: the key of the invoice that it says it takes back, if it says so
    :param is_used_up: nothing of it is left for another invoice
    """

    settles: float
    day: date
    reverses: int | None = None
    products: frozenset[int] = frozenset()
    is_used_up: bool = True


def takes_back(credit: Credit, bill: Bill) -> bool:
    """Return whether `credit` takes `bill` back, and is no credit of something else.

    One that does not say what it reverses takes back what it fits: it is not older, it is
    used up, and it has no product that the invoice lacks.
    """
    if credit.reverses is not None:
        return credit.reverses == bill.key
    fits = credit.products <= bill.products and credit.is_used_up
    return fits and credit.day >= bill.day


def is_taken_back(bill: Bill, notes: Iterable[Credit], rounding: float = 0.01) -> bool:
    """Return whether these notes take back all of `bill`: nobody has paid for it.

    :param notes: the credit notes that settle it; the rest of it was paid otherwise
    :param rounding: amounts that differ by less are the same
    """
    taken = sum(one.settles for one in notes if takes_back(one, bill))
    return bill.amount > 0 and taken > bill.amount - rounding / 2


def paid_to(slots: Iterable[tuple[date, bool]]) -> date | None:
    """Return the last day up to which everything that was billed is paid.

    :param slots: (last day, is it paid) of what was billed, the oldest first

    >>> january, february = date(2025, 1, 31), date(2025, 2, 28)
    >>> paid_to([(january, True), (february, False)])
    datetime.date(2025, 1, 31)
    >>> paid_to([(january, False), (february, True)]) is None
    True
    """
    last = None
    for day, is_paid in slots:
        if not is_paid:
            break
        last = day
    return last
