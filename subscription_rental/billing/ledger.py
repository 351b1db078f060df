"""What the rows of a ledger of periods must look like.

>>> from datetime import date
>>> january = Period(date(2024, 1, 1), date(2024, 2, 1))
>>> march = Period(date(2024, 3, 1), date(2024, 4, 1))
>>> find_faults([january, march])
[(datetime.date(2024, 2, 1), datetime.date(2024, 3, 1))]
"""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from .period import Period


def find_faults(periods: Iterable[Period]) -> list[tuple[date, date]]:
    """Return where periods leave days out or have them twice, as (end, next start).

    Periods that adjoin have no fault; the order in which they are given is no matter.
    """
    return [
        (one.end, two.start)
        for one, two in pairwise(sorted(set(periods)))
        if one.end != two.start
    ]
