"""What is booked of a collection in one entry, and what takes a debit of it back."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Side(NamedTuple):
    """A row of an entry: an amount of euro, and what it is in the books' own currency.

    `debit` is the number of the debit that the row is of; None is of all together, on the
    outstanding account.
    """

    debit: int | None
    amount: Decimal
    balance: Decimal


def collected(debits: Iterable[Side]) -> list[Side]:
    """Return the rows of the entry of debits: a credit for each, and one sum against them.

    The sum is of what stands in the rows, however each was rounded: entries are balanced.

    >>> two = [Side(1, Decimal(29), Decimal(28)), Side(2, Decimal(5), Decimal(5))]
    >>> rows = collected(two)
    >>> [(row.debit, int(row.amount), int(row.balance)) for row in rows]
    [(1, -29, -28), (2, -5, -5), (None, 34, 33)]
    """
    credits_ = [Side(one.debit, -one.amount, -one.balance) for one in debits]
    return [*credits_, _against(credits_)]


def corrected(back: Side) -> list[Side]:
    """Return the rows of the entry that takes one debit of a collection back.

    >>> rows = corrected(Side(1, Decimal(29), Decimal(28)))
    >>> [(row.debit, int(row.amount), int(row.balance)) for row in rows]
    [(1, 29, 28), (None, -29, -28)]
    """
    return [back, _against([back])]


def _against(rows: list[Side]) -> Side:
    zero = Decimal()
    return Side(
        None,
        -sum((row.amount for row in rows), zero),
        -sum((row.balance for row in rows), zero),
    )
