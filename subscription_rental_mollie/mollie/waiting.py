"""When Mollie is asked again what became of a payment of which nothing is heard."""

from datetime import datetime, timedelta

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=12)
# Nobody waits so long for the answer to a charge: its process died.
SOON = timedelta(minutes=1)
# Mollie knows a key for one hour; what is sent later with it is a new payment.
KEY_LIVES = timedelta(minutes=45)
# Mollie forgets no payment; a list that lacks it an hour later will never have it.
LISTED_AFTER = timedelta(hours=1)
# So long a payment may be open: a bank transfer is never waited for longer.
GIVEN_UP_AFTER = timedelta(days=100)


def next_look(since: datetime, now: datetime) -> datetime | None:
    """Return when to ask next about what is open since `since`; None is never.

    Often while it is young: a customer waits. Twice a day while banks take their days.

    >>> begun = datetime(2024, 1, 1, 12)
    >>> next_look(begun, begun), next_look(begun, datetime(2024, 1, 1, 20)).hour
    (datetime.datetime(2024, 1, 1, 12, 10), 22)
    >>> next_look(begun, datetime(2024, 1, 8, 12))
    datetime.datetime(2024, 1, 9, 0, 0)
    >>> next_look(begun, datetime(2025, 1, 1))
    """
    age = now - since
    if age > GIVEN_UP_AFTER:
        return None
    return now + min(max(age / 4, SHORTEST), LONGEST)


def may_send_again(since: datetime, now: datetime) -> bool:
    """Return whether the same request, with the same key, charges nobody twice.

    >>> begun = datetime(2024, 1, 1, 12)
    >>> may_send_again(begun, datetime(2024, 1, 1, 12, 44))
    True
    >>> may_send_again(begun, datetime(2024, 1, 1, 13))
    False
    """
    return timedelta() <= now - since < KEY_LIVES


def is_listed(since: datetime, now: datetime) -> bool:
    """Return whether what Mollie took at `since` would be in its lists by now.

    >>> begun = datetime(2024, 1, 1, 12)
    >>> is_listed(begun, datetime(2024, 1, 1, 12, 50))
    False
    >>> is_listed(begun, datetime(2024, 1, 1, 13, 1))
    True
    """
    return now - since > LISTED_AFTER
