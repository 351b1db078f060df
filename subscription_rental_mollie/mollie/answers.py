"""What Mollie says of payments, mandates and refunds, and what it means to us."""

import re
from datetime import date
from decimal import Decimal

# Odoo's codes of the methods by which a first payment can make a mandate.
FIRST = frozenset(
    {
        "bancontact",
        "belfius",
        "card",
        "eps",
        "ideal",
        "kbc_cbc",
        "mybank",
        "paypal",
        "trustly",
    }
)
# Those of them whose first payment may be of nothing: others need a cent.
FREE = frozenset({"card", "paypal"})

# What we keep as the reason where Mollie refuses a charge because of its mandate.
LOST, WAITS = "mandate_invalid", "mandate_pending"

# States of a refund, and of our transaction of it.
REFUNDS = {
    "queued": "pending",
    "pending": "pending",
    "processing": "pending",
    "refunded": "done",
    "failed": "error",
    "canceled": "cancel",
}


def is_payment(text: str) -> bool:
    """Return whether `text` is the identification of a payment, and nothing beside.

    >>> is_payment("tr_7UhSN1zuXS"), is_payment("tr_7/refunds"), is_payment("cst_8wmqcHMN")
    (True, False, False)
    """
    return bool(re.fullmatch(r"tr_[A-Za-z0-9_]{1,60}", text, re.ASCII))


def amount(data: dict, name: str = "amount") -> Decimal:
    """Return one of the amounts of a payment, 0 if it is not named.

    >>> amount({"amountChargedBack": {"value": "12.50"}}, "amountChargedBack")
    Decimal('12.50')
    >>> amount({"amountRefunded": None}, "amountRefunded")
    Decimal('0')
    """
    return abs(Decimal((data.get(name) or {}).get("value") or "0"))


def is_back(data: dict) -> bool:
    """Return whether the bank took back all that was paid.

    >>> paid = {"amount": {"value": "29.00"}}
    >>> is_back(paid), is_back({**paid, "amountChargedBack": {"value": "29.00"}})
    (False, True)
    """
    back = amount(data, "amountChargedBack")
    return back > 0 and back >= amount(data)


def reason(data: dict) -> tuple[str, str]:
    """Return the code and the words of a payment's failure, empty where none are told.

    >>> reason({"details": {"bankReasonCode": "AM04", "bankReason": "No cover"}})
    ('AM04', 'No cover')
    >>> reason({"details": None, "statusReason": {"code": "expired", "message": "Late"}})
    ('expired', 'Late')
    >>> reason({"status": "failed"})
    ('', '')
    """
    details, told = data.get("details") or {}, data.get("statusReason") or {}
    for code, words in (
        (details.get("bankReasonCode"), details.get("bankReason")),
        (details.get("failureReason"), details.get("failureMessage")),
        (told.get("code"), told.get("message")),
    ):
        if code:
            return str(code), str(words or "")
    return "", ""


def chargeback_reason(chargebacks: list[dict]) -> tuple[str, str]:
    """Return the code and the words of the latest chargeback that has a reason.

    >>> old, new = {"reason": None}, {"reason": {"code": "MD06", "description": "Asked"}}
    >>> chargeback_reason([new, old]), chargeback_reason([old])
    (('MD06', 'Asked'), ('', ''))
    """
    for one in chargebacks:
        if told := one.get("reason"):
            return str(told.get("code") or ""), str(told.get("description") or "")
    return "", ""


def mandate(data: dict) -> dict:
    """Return what we keep of a mandate: its kind, last digits, expiry, name and day.

    >>> mandate({"method": "directdebit", "mandateReference": "M1",
    ...     "signatureDate": "2024-01-10", "details": {"consumerAccount": "NL55INGB01234"}})
    ... # doctest: +NORMALIZE_WHITESPACE
    {'kind': 'directdebit', 'digits': '1234', 'expiry': None,
     'reference': 'M1', 'signed_on': datetime.date(2024, 1, 10)}
    >>> mandate({"method": "creditcard", "details": {"cardNumber": "6787",
    ...     "cardExpiryDate": "2030-03-31"}})["expiry"]
    datetime.date(2030, 3, 31)
    """
    details = data.get("details") or {}
    number = details.get("consumerAccount") or details.get("cardNumber") or ""
    return {
        "kind": data.get("method"),
        # The account of PayPal is an address: nothing to show the end of.
        "digits": "" if "@" in number else number[-4:],
        "expiry": _day(details.get("cardExpiryDate")),
        "reference": data.get("mandateReference") or "",
        "signed_on": _day(data.get("signatureDate")),
    }


def named(rows: list[dict], reference: str) -> dict | None:
    """Return the row that bears our reference, None if there is none.

    >>> rows = [{"metadata": None}, {"id": "tr_1", "metadata": {"reference": "INV/1"}}]
    >>> named(rows, "INV/1")["id"], named(rows, "INV/2")
    ('tr_1', None)
    """
    for row in rows:
        if (row.get("metadata") or {}).get("reference") == reference:
            return row
    return None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
