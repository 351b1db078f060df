"""What is due when an order is signed: the first period, or nothing yet.

>>> from datetime import date
>>> from .interval import Interval
>>> monthly = Terms(Interval(1, "month"))
>>> share_at_signing(monthly, date(2024, 1, 5), date(2024, 1, 5))
Fraction(1, 1)
>>> share_at_signing(monthly, date(2024, 3, 1), date(2024, 1, 5))
Fraction(0, 1)
>>> share_at_signing(monthly, date(2024, 3, 1), date(2024, 1, 5), paid_first=True)
Fraction(1, 1)
"""

from datetime import date
from fractions import Fraction

from .period import Period
from .terms import ARREARS, Terms
from .timeline import Timeline


def first_period(terms: Terms, start: date) -> tuple[Timeline, Period]:
    """Return the timeline and the first billed period of an agreement from `start`."""
    opening = terms.opening(start)
    timeline = Timeline(opening.anchor, terms.interval, opening.end)
    return timeline, timeline.period(opening.first_start)


def is_paid_at_signing(terms: Terms) -> bool:
    """Return whether a first payment can be asked for before the start, by these terms.

    In a trial nothing is to be paid yet, and in arrears only what was used.

    >>> from .interval import Interval
    >>> is_paid_at_signing(Terms(Interval(1, "month")))
    True
    >>> is_paid_at_signing(Terms(Interval(1, "month"), trial_days=14))
    False
    """
    return terms.timing != ARREARS and not terms.trial_days


def share_at_signing(
    terms: Terms,
    start: date,
    today: date,
    *,
    paid_first: bool = False,
    handed_over_first: bool = False,
) -> Fraction:
    """Return which part of an interval is due at once if an order is signed `today`.

    :param paid_first: it starts when the first payment is received
    :param handed_over_first: it starts when the goods are handed over
    """
    if not is_paid_at_signing(terms):
        return Fraction(0)
    if not paid_first and handed_over_first:
        return Fraction(0)
    timeline, period = first_period(terms, start)
    if not paid_first and terms.billing_date(period) > today:
        return Fraction(0)
    if terms.is_out_of_season(period):
        return Fraction(0)
    return timeline.share(period)


def starts_on(
    agreed: date | None,
    *,
    paid: tuple[bool, date | None] = (False, None),
    handed_over: tuple[bool, date | None] = (False, None),
) -> tuple[bool, date | None]:
    """Return (whether all conditions are met, the day of the subscription's start).

    :param agreed: not before this day; None is as soon as all is met
    :param paid: whether the first payment is asked for, and when it was received
    :param handed_over: whether the handover is asked for, and when it was done

    >>> starts_on(None, paid=(True, None))
    (False, None)
    >>> starts_on(date(2024, 3, 1), paid=(True, date(2024, 2, 9)))
    (True, datetime.date(2024, 3, 1))
    """
    asked = [day for wanted, day in (paid, handed_over) if wanted]
    if not all(asked):
        return False, agreed
    return True, max([day for day in (agreed, *asked) if day], default=None)
