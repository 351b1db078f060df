"""How long a consumer may withdraw from a contract concluded at a distance.

Directive 2011/83/EU, article 9: 14 days from the conclusion of the contract, or from the
day on which the customer has the goods.

>>> from datetime import date
>>> str(withdrawal_end(date(2024, 1, 10), None, date(2024, 1, 12)))
'2024-01-26'
"""

from datetime import date, timedelta

PERIOD = 14
SATURDAY = 5


def withdrawal_end(*days: date | None) -> date | None:
    """Return the last day to withdraw, counted from the latest of `days`.

    The day itself does not count, and a last day on a weekend moves to Monday
    (Regulation 1182/71, article 3). None if no day is known: it has yet to begin.
    """
    known = [day for day in days if day]
    if not known:
        return None
    last = max(known) + timedelta(days=PERIOD)
    past_friday = last.weekday() - SATURDAY
    return last + timedelta(days=2 - past_friday) if past_friday >= 0 else last


def refund_by(withdrawn: date) -> date:
    """Return the day by which money and goods go back after a withdrawal.

    Articles 13 and 14 of the directive: 14 days from the day of the statement.
    """
    return withdrawn + timedelta(days=PERIOD)
