"""Agreements that ran in another system before: where their ledger begins here.

>>> from datetime import date
>>> from .interval import Interval
>>> monthly = Terms(Interval(1, "month"), lead_days=5)
>>> str(first_period(monthly, date(2024, 1, 31), date(2024, 2, 24)))
'2024-02-29'
"""

from datetime import date, timedelta

from .errors import NoBillingDate
from .terms import ARREARS, Terms
from .timeline import Timeline


def first_period(terms: Terms, anchor: date, billing_date: date) -> date:
    """Return the start of the whole period that is invoiced on `billing_date`.

    Raises:
        NoBillingDate: with this anchor no period is invoiced on that day; it names the
            nearest days on which one is.
    """
    timeline = Timeline(anchor, terms.interval)
    in_arrears = terms.timing == ARREARS
    boundary = billing_date + timedelta(days=0 if in_arrears else terms.lead_days)
    slot = timeline.slot(boundary)
    if slot.start != boundary:
        distance = billing_date - boundary
        raise NoBillingDate(slot.start + distance, slot.end + distance)
    return timeline.slot(boundary - timedelta(days=1)).start if in_arrears else boundary
