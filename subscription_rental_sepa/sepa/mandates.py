"""What a SEPA mandate may be: its reference, its states, and how long it lives."""

import re
from datetime import date

from dateutil.relativedelta import relativedelta

from .latin import latin

# Written, and not signed yet.
DRAFT = "draft"
# Signed for a business: its bank has to register it before the first debit.
UNCONFIRMED = "unconfirmed"
# Signed, and known to the bank where that is wanted: it can be collected with.
ACTIVE = "active"
# The bank said that it will not do: closed account, no mandate, and the like.
BLOCKED = "blocked"
# Not used for 36 months.
LAPSED = "lapsed"
# Taken back by the debtor, or given up by the creditor.
REVOKED = "revoked"

MOVES = frozenset(
    {
        (DRAFT, ACTIVE),
        (DRAFT, UNCONFIRMED),
        (UNCONFIRMED, ACTIVE),
        (UNCONFIRMED, REVOKED),
        (DRAFT, REVOKED),
        (ACTIVE, BLOCKED),
        (ACTIVE, LAPSED),
        (ACTIVE, REVOKED),
        (BLOCKED, REVOKED),
    }
)
ENDED = frozenset({BLOCKED, LAPSED, REVOKED})

CORE = "CORE"
B2B = "B2B"

# Banks take so much of a name.
NAME = 70

# The scheme's own limit: an unused mandate dies.
LIFE = relativedelta(months=36)

REFERENCE = re.compile(r"[A-Za-z0-9+?/\-:().,']{1,35}")


def may_move(before: str, after: str) -> bool:
    """Return whether a mandate may go from one state to another.

    >>> may_move(ACTIVE, REVOKED), may_move(REVOKED, ACTIVE), may_move(LAPSED, ACTIVE)
    (True, False, False)
    """
    return (before, after) in MOVES


def when_signed(scheme: str) -> str:
    """Return the state of a mandate that was signed just now.

    Consumers' banks need not be asked. A business's bank refuses what it was not told of.

    >>> when_signed(CORE), when_signed(B2B)
    ('active', 'unconfirmed')
    """
    return UNCONFIRMED if scheme == B2B else ACTIVE


def may_sign_business(*, offered: bool, business: bool) -> bool:
    """Return whether a debtor may sign a B2B mandate: no consumer ever does.

    :param offered: the creditor's bank takes them, and the creditor wants them
    :param business: the debtor is no consumer

    >>> may_sign_business(offered=True, business=False)
    False
    """
    return offered and business


def is_reference(text: str) -> bool:
    """Return whether banks take `text` as the reference of a mandate.

    A space is allowed by the scheme, and lost by banks: it is refused here.

    >>> is_reference("RS-2026-0001"), is_reference("MANDAT 1"), is_reference("é")
    (True, False, False)
    >>> is_reference("/A"), is_reference("A//B"), is_reference("A/"), is_reference("9" * 36)
    (False, False, False, False)
    """
    slashed = text.startswith("/") or text.endswith("/") or "//" in text
    return bool(REFERENCE.fullmatch(text)) and not slashed


def is_holder(text: str) -> bool:
    """Return whether something of the name of an account's holder is left for banks.

    >>> is_holder("Ада"), is_holder("3M"), is_holder("/"), is_holder("##"), is_holder(" ")
    (True, True, False, False, False)
    """
    return bool(latin(text, NAME))


def last_day(signed_on: date, used_on: date | None) -> date:
    """Return the last day on which an unused mandate can be collected with.

    It lives 36 months from its last debit, or from its signature; a debit that the bank
    refused counts as use.

    >>> last_day(date(2024, 1, 31), None)
    datetime.date(2027, 1, 31)
    >>> last_day(date(2024, 1, 31), date(2026, 2, 28))
    datetime.date(2029, 2, 28)
    """
    return max(signed_on, used_on or signed_on) + LIFE


def has_lapsed(signed_on: date, used_on: date | None, day: date) -> bool:
    """Return whether a mandate is too old to be collected with on `day`.

    >>> has_lapsed(date(2024, 1, 31), None, date(2027, 1, 31))
    False
    >>> has_lapsed(date(2024, 1, 31), None, date(2027, 2, 1))
    True
    """
    return day > last_day(signed_on, used_on)
