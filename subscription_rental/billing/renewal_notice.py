"""The day on which a customer is told that a term is about to renew by itself.

>>> from datetime import date
>>> str(refuse_by(date(2025, 1, 1)))
'2024-12-31'
>>> str(notice_day(date(2025, 1, 1), 30))
'2024-12-01'
>>> str(notice_day(date(2025, 1, 1), 10, LAWS["FR"]))
'2024-11-30'

All days count back from the last day to refuse: the day before the renewal.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
# The longest notice: a year.
LONGEST_NOTICE = 366


@dataclass(frozen=True)
class Law:
    """When a country's law wants consumers to be told of a tacit renewal.

    `earliest` and `latest` count back from the last day to refuse; `days` is what a
    company does that has not chosen days of its own.
    """

    days: int
    latest: relativedelta
    earliest: relativedelta | None = None


# A country that is not here has no such notice that we know of. Germany (section 309 no. 9
# BGB) and the Netherlands (article 6:236 sub j BW) limit what a renewal may be instead.
LAWS = {
    # Code de la consommation, article L215-1: between three months and one month before
    # the last day to refuse; L215-3 extends it to those who are no professionals.
    "FR": Law(days=60, latest=relativedelta(months=1), earliest=relativedelta(months=3)),
    # Code of economic law, article VI.91, as a bill of November 2025 is to change it: at
    # least 15 days before the last day to refuse. The final text has to be verified.
    "BE": Law(days=30, latest=relativedelta(days=15)),
}


def refuse_by(renewal: date) -> date:
    """Return the last day on which a customer can keep the `renewal` from happening."""
    return renewal - ONE_DAY


def notice_day(renewal: date, days: int, law: Law | None = None) -> date:
    """Return the day from which on the customer is told of the `renewal`.

    :param days: so many before the last day to refuse
    :param law: its window comes first, where the customer is a consumer
    """
    last = refuse_by(renewal)
    day = last - timedelta(days=days)
    if not law:
        return day
    if law.earliest:
        day = max(day, last - law.earliest)
    return min(day, last - law.latest)


def last_renewal(today: date, days: int, law: Law | None = None) -> date:
    """Return the last renewal of which somebody may have to be told by `today`.

    :param days: the longest notice of all

    >>> str(last_renewal(date(2024, 12, 1), 30))
    '2025-01-01'
    """
    # No month is longer.
    latest = law.latest.months * 31 + law.latest.days if law else 0
    return today + ONE_DAY + timedelta(days=max(days, latest))


def is_late(told: date, renewal: date, law: Law | None, term_start: date) -> bool:
    """Return whether who was told on this day was told later than the `law` wants.

    Nobody can be told of the end of a term that has not begun: on the first day of a term
    that is shorter than the notice it is early enough.
    """
    if not law:
        return False
    return told > max(refuse_by(renewal) - law.latest, term_start)
