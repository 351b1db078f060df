"""How long a subscription may be paused.

>>> from datetime import date
>>> days_in_year([(date(2023, 12, 1), date(2024, 1, 11))], date(2024, 12, 31))
11
"""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta

from .period import Period


def days_in_year(spans: Iterable[tuple[date, date | None]], day: date) -> int:
    """Return how many days of these pauses lie in the year before `day`.

    :param spans: (first day, first day after it, or None if it goes on)
    """
    year = Period(day - relativedelta(years=1), day)
    parts = (year.overlap(first, end) for first, end in spans)
    return sum(part.days for part in parts if part)
