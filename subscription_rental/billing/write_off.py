"""Which unpaid invoices are proposed to be written off, and for what reason.

Nothing is given up by rule: a person decides on what stands here.

>>> rule = Rule(least_days=90, old_days=365, small_amount=5, terminated=True)
>>> due, year_later = date(2024, 1, 1), date(2024, 12, 31)
>>> reason(Claim(40, due), rule, year_later)
'old'
>>> reason(Claim(40, due), rule, date(2024, 12, 30)) is None
True
"""

from dataclasses import dataclass
from datetime import date

from .proration import Number, exact

# Why an invoice is proposed: the first that is true.
TERMINATED = "terminated"
OLD = "old"
SMALL = "small"


@dataclass(frozen=True)
class Rule:
    """When a company looks at what it may give up.

    :param least_days: nothing is proposed before it is late by so many days
    :param old_days: late by so many days, any amount is proposed; 0: never
    :param small_amount: up to this amount what is late is proposed; 0: never
    :param terminated: whether it is proposed once all its subscriptions are over
    """

    least_days: int
    old_days: int
    small_amount: Number
    terminated: bool


@dataclass(frozen=True)
class Claim:
    """What one invoice still asks for.

    :param amount: what is open of it, in the currency of the company
    :param due: the day by which all of it was to be paid
    :param is_over: none of the subscriptions that it bills goes on
    :param is_pending: something may still come of it: a payment on its way, open credit of
        the customer, dunning that a person holds, service that is stopped for it
    """

    amount: Number
    due: date
    is_over: bool = False
    is_pending: bool = False


def reason(claim: Claim, rule: Rule, today: date) -> str | None:
    """Return why this claim is proposed to be written off; None if it is not.

    >>> rule = Rule(least_days=90, old_days=0, small_amount=0, terminated=True)
    >>> over = Claim(40, date(2024, 1, 1), is_over=True)
    >>> reason(over, rule, date(2024, 3, 31)), reason(over, rule, date(2024, 3, 30))
    ('terminated', None)
    """
    late = (today - claim.due).days
    amount = exact(claim.amount)
    if claim.is_pending or amount <= 0 or late < max(rule.least_days, 1):
        return None
    if rule.terminated and claim.is_over:
        return TERMINATED
    if rule.old_days and late >= rule.old_days:
        return OLD
    return SMALL if amount <= exact(rule.small_amount) else None
