"""What became of a charge to a stored payment method, and when to ask for the next."""

from datetime import date

# Written down before the provider is asked; still so after a crash.
ASKED = "asked"
# With the provider or a bank: neither paid nor failed.
PENDING = "pending"
# The provider was asked and nobody knows what it did.
UNKNOWN = "unknown"
# The bank wants to hear from the customer first.
AUTHENTICATE = "authenticate"
DONE = "done"
DECLINED = "declined"
# The provider was never reached: nothing happened.
UNREACHED = "unreached"

# While a charge is in one of these, no other is made for the same invoice.
OPEN = frozenset({ASKED, PENDING, UNKNOWN})

# How Odoo calls invoices of which something is to be paid, and that are paid.
UNPAID = ("not_paid", "partial")
PAID = ("paid", "in_payment")
# An invoice that accountants block is owed as before.
OWED = (*UNPAID, "blocked")

# What payment providers call it when a bank wants the customer to confirm.
AUTHENTICATION_WORDS = (
    "authentication_required",
    "authentication required",
    "requires authentication",
    "3d secure",
)
# Answers to a request that was never looked at: our key is wrong, or we ask too often.
NOT_LOOKED_AT = frozenset({401, 403, 429})
# The request took too long, or an earlier one with the same key still runs, or came early.
STILL_RUNNING = frozenset({408, 409, 425})


def outcome(state: str, doubt: str | None = None) -> str:
    """Return the outcome of a charge from its transaction's state.

    :param doubt: UNKNOWN, UNREACHED or AUTHENTICATE, where the state alone would mislead

    Money that was received ends every doubt; a later refusal ends *unknown*.

    >>> outcome("error"), outcome("error", UNREACHED), outcome("done", UNKNOWN)
    ('declined', 'unreached', 'done')
    >>> outcome("pending", UNKNOWN), outcome("error", UNKNOWN)
    ('unknown', 'declined')
    """
    if state == "done":
        return DONE
    if state == "draft":
        return ASKED
    if state in ("pending", "authorized"):
        return UNKNOWN if doubt == UNKNOWN else PENDING
    return doubt if doubt in (UNREACHED, AUTHENTICATE) else DECLINED


def doubt_of_answer(status: int, *, asked_before: bool) -> str | None:
    """Return what an HTTP error leaves open, None if the payment was refused.

    :param asked_before: the provider has answered a request of this charge already

    >>> doubt_of_answer(402, asked_before=False), doubt_of_answer(503, asked_before=False)
    (None, 'unknown')
    >>> doubt_of_answer(401, asked_before=False), doubt_of_answer(429, asked_before=True)
    ('unreached', 'unknown')
    >>> [doubt_of_answer(status, asked_before=False) for status in (408, 409, 425)]
    ['unknown', 'unknown', 'unknown']
    """
    if status in NOT_LOOKED_AT:
        return UNKNOWN if asked_before else UNREACHED
    return UNKNOWN if status >= 500 or status in STILL_RUNNING else None


def wants_authentication(message: str | None) -> bool:
    """Return whether a bank's answer asks for the customer, and is no refusal.

    >>> wants_authentication("Error code: authentication_required")
    True
    """
    said = (message or "").lower()
    return any(words in said for words in AUTHENTICATION_WORDS)


def expiry(data: object) -> date | None:
    """Return the first day of the month in which a card expires, if `data` says so.

    Providers name it `exp_month` and `exp_year`, or `expiryDate` ("3/2030", "03/30").

    >>> expiry({"charges": [{"card": {"exp_month": 3, "exp_year": 2030}}]})
    datetime.date(2030, 3, 1)
    >>> expiry({"expiryDate": "03/30"})
    datetime.date(2030, 3, 1)
    """
    if isinstance(data, list):
        return next(filter(None, map(expiry, data)), None)
    if not isinstance(data, dict):
        return None
    month, year = data.get("exp_month"), data.get("exp_year")
    if not (month and year) and "/" in str(data.get("expiryDate") or ""):
        month, year = str(data["expiryDate"]).split("/", 1)
    found = _month(month, year)
    return found or next(filter(None, map(expiry, data.values())), None)


def later_expiry(known: date | None, told: date | None) -> date | None:
    """Return the expiry that a provider told, if it is of a later month than `known`.

    Networks renew cards under the same token; an old answer that comes late says nothing.

    >>> later_expiry(date(2024, 1, 31), date(2028, 1, 1))
    datetime.date(2028, 1, 1)
    >>> later_expiry(date(2024, 1, 31), date(2024, 1, 1)), later_expiry(None, None)
    (None, None)
    """
    if told and (known is None or told > known.replace(day=28)):
        return told
    return None


def _month(month: object, year: object) -> date | None:
    try:
        number = int(str(year))
        return date(number + 2000 if number < 100 else number, int(str(month)), 1)
    except ValueError:
        return None
