"""Agreements that another addon of the same database bills: the terms that go on here.

>>> from datetime import date
>>> monthly, first = Interval(1, "month"), date(2024, 5, 1)
>>> going_on(monthly, ADVANCE, first, date(2024, 4, 26)).lead_days
5
>>> going_on(monthly, ARREARS, first, date(2024, 6, 1)).timing
'arrears'
"""

from datetime import date

from .errors import NoBillingDate
from .interval import Interval
from .terms import ADVANCE, ARREARS, Terms
from .timeline import Timeline


def going_on(
    interval: Interval, timing: str, period_start: date, billing_date: date
) -> Terms:
    """Return the terms by which the period is invoiced on the day that was planned.

    Periods are counted from `period_start`, the first day that nobody has billed yet.

    Raises:
        NoBillingDate: no terms invoice it on that day; it names the nearest days.
    """
    if timing == ARREARS:
        slot = Timeline(period_start, interval).slot(period_start)
        if billing_date != slot.end:
            raise NoBillingDate(slot.start, slot.end)
        return Terms(interval, timing=ARREARS)
    ahead = (period_start - billing_date).days
    if ahead < 0:
        raise NoBillingDate(period_start, period_start)
    return Terms(interval, timing=ADVANCE, lead_days=ahead)
