"""One-off amounts that wait for an invoice.

>>> from decimal import Decimal
>>> absorb(Decimal(30), [Decimal(-10), Decimal(-25)])
[Decimal('-10'), Decimal('-20')]

A credit absorbs at most its invoice; what is left of it waits for the next one.
"""

from collections.abc import Iterable
from decimal import Decimal


def absorb(total: Decimal, waiting: Iterable[Decimal]) -> list[Decimal]:
    """Return which part of each credit an invoice of `total` can take, oldest first.

    :param total: what is charged on the invoice; nothing is taken of a negative one
    :param waiting: amounts of zero or less
    """
    left = max(total, Decimal(0))
    taken = []
    for credit in waiting:
        part = max(credit, -left)
        taken.append(part)
        left += part
    return taken
