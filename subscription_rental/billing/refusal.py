"""Why a charge was refused, and what follows: charge again, ask for a method, or stop."""

import re

# As often as the policy says.
RETRY = "retry"
# Each costs a fee, or is a guess: twice at most, once.
FEW = "few"
ONCE = "once"
# This method will never do: the customer is asked for another one.
METHOD = "method"
# The payer does not want this payment: a person talks to them.
STOP = "stop"
# Nothing goes on by itself, not even a mail.
HALT = "halt"
# Our data, settings or time: the customer hears nothing of it.
OURS = "ours"

# From the mildest; where two are said, the later one holds.
KINDS = (RETRY, FEW, ONCE, METHOD, OURS, STOP, HALT)

# So many refusals of one method by such a reason are answered by another try.
TRIES = {FEW: 2, ONCE: 1, METHOD: 0, OURS: 0, STOP: 0, HALT: 0}

# Reasons of SEPA's returns, and decline codes of card networks, Stripe, Mollie and Adyen.
REASONS = {
    FEW: "am04",
    ONCE: "ms03 narr",
    METHOD: "ac01 ac04 ac06 ac13 ag01 be06 md01 ms02 rc01 sl01 "
    "blocked_card card_expired card_not_supported expired_card fraud fraud_cancelled "
    "fraudulent inactive_card incorrect_number invalid_account invalid_card_number "
    "invalid_card_type invalid_number issuer_suspected_fraud lost_card mandate_invalid "
    "merchant_blacklist "
    "no_checking_account no_credit_account pickup_card possible_fraud restricted_card "
    "revocation_of_all_authorizations revocation_of_auth revocation_of_authorization "
    "security_violation stolen_card",
    OURS: "ag02 am05 be05 cnor dnor dupl ed05 ff01 ff05 md02 rr01 rr02 rr03 rr04 tm01 "
    "currency_not_supported duplicate_transaction invalid_amount testmode_decline",
    STOP: "cust md06 focr stop_payment_order",
    HALT: "md07",
}
BY_CODE = {code: kind for kind, codes in REASONS.items() for code in codes.split()}

# Said after it was paid, the debit was never authorised: the proof is wanted.
UNAUTHORISED = "md01"

# Where providers put the code, beside a sentence for people.
KEYS = (
    "decline_code",
    "bankReasonCode",
    "failureReason",
    "failure_code",
    "refusalReason",
    "refusalReasonRaw",
    "code",
)


def codes(data: object) -> str:
    """Return the reasons that a provider's answer names, apart by spaces.

    >>> codes({"error": {"code": "card_declined", "decline_code": "stolen_card"}})
    'stolen_card card_declined'
    >>> codes({"details": {"bankReasonCode": "AM04"}})
    'am04'
    >>> codes({"refusalReason": "Expired Card"})
    'expired_card'
    """
    if isinstance(data, list):
        found = map(codes, data)
    elif isinstance(data, dict):
        own = (data[key] for key in KEYS if isinstance(data.get(key), str))
        inner = (codes(value) for value in data.values() if not isinstance(value, str))
        found = (*map(_code, own), *inner)
    else:
        return ""
    return " ".join(filter(None, found))


def kind(*said: str | None, booked: bool = False) -> str:
    """Return what follows a refusal; what says nothing known is charged again.

    :param said: codes, or sentences with a code
    :param booked: the money had been received before

    >>> kind("AM04 Insufficient funds"), kind("stolen_card card_declined"), kind(None)
    ('few', 'method', 'retry')
    >>> kind("MD01"), kind("MD01", booked=True), kind("Refused by the payer: MD06")
    ('method', 'halt', 'stop')
    """
    words = {word for text in said for word in re.findall(r"\w+", (text or "").lower())}
    if booked and UNAUTHORISED in words:
        return HALT
    found = [BY_CODE[word] for word in words if word in BY_CODE]
    return max(found, key=KINDS.index, default=RETRY)


def may_charge_again(why: str | None, refused: int) -> bool:
    """Return whether a method is charged again that was `refused` so many times.

    >>> may_charge_again(FEW, 2), may_charge_again(FEW, 3), may_charge_again(RETRY, 9)
    (True, False, True)
    >>> may_charge_again(METHOD, 1)
    False
    """
    return refused <= TRIES.get(why or RETRY, refused)


def _code(text: str) -> str:
    return re.sub(r"\W+", "_", text.strip().lower()).strip("_")
