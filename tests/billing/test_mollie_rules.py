"""What Mollie says, when it is asked again, and what its account lacks."""

from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing import refusal
from mollie import answers, checks, waiting

BEGUN = datetime.fromisoformat("2024-01-01")
TIMES = st.datetimes(BEGUN, datetime.fromisoformat("2060-01-01"))
AGES = st.timedeltas(timedelta(), timedelta(days=120))
CENTS = st.integers(1, 10**7)
NAMES = st.sets(st.sampled_from([*checks.METHODS, checks.DEBIT]))
CODES = st.sets(st.sampled_from(sorted(checks.METHODS.values())))


def money(cents):
    return {"value": f"{Decimal(cents) / 100:.2f}", "currency": "EUR"}


# === when it is asked again === #


@given(TIMES, AGES)
def test_it_is_asked_later_and_ever_less_often(since, age):
    now = since + age
    look = waiting.next_look(since, now)
    if age > waiting.GIVEN_UP_AFTER:
        assert look is None
        return
    assert waiting.SHORTEST <= look - now <= waiting.LONGEST
    then = waiting.next_look(since, look)
    assert then is None or then - look >= look - now


@given(TIMES, AGES)
def test_nothing_is_sent_again_that_would_be_a_second_payment(since, age):
    """Mollie forgets the key after an hour; a charge made anew must be lost for sure."""
    again = waiting.may_send_again(since, since + age)
    assert not again or age < timedelta(hours=1)
    assert not (again and waiting.is_listed(since, since + age))
    assert age <= timedelta(hours=1) or waiting.is_listed(since, since + age)


@given(TIMES, AGES.filter(bool))
def test_a_clock_that_was_set_back_sends_nothing_again(since, age):
    assert not waiting.may_send_again(since, since - age)


def test_so_few_questions_are_asked_about_a_debit_of_a_week():
    since = now = BEGUN
    count = 0
    while now < since + timedelta(days=7):
        now = waiting.next_look(since, now)
        count += 1
    assert 10 < count < 40


# === what it says === #


@given(st.text())
def test_what_is_asked_about_stays_below_the_payments(text):
    if answers.is_payment(text):
        assert text.isascii()
        assert not set("/?#%.& \n") & set(text)


@given(CENTS, CENTS)
def test_all_is_back_when_the_bank_took_no_less_than_was_paid(paid, back):
    data = {"amount": money(paid), "amountChargedBack": money(back)}
    assert answers.is_back(data) == (back >= paid)
    assert answers.amount(data) == Decimal(paid) / 100


def test_a_paid_payment_is_not_back():
    for back in (None, {}, money(0)):
        assert not answers.is_back({"amount": money(2900), "amountChargedBack": back})


def test_the_reasons_that_are_told_lead_to_what_follows():
    for details, why in (
        ({"bankReasonCode": "AM04"}, refusal.FEW),
        ({"bankReasonCode": "MS03"}, refusal.ONCE),
        ({"bankReasonCode": "AC04"}, refusal.METHOD),
        ({"bankReasonCode": "MD06"}, refusal.STOP),
        ({"bankReasonCode": "MD07"}, refusal.HALT),
        ({"failureReason": "insufficient_funds"}, refusal.RETRY),
        ({"failureReason": "card_expired"}, refusal.METHOD),
        ({"failureReason": "possible_fraud"}, refusal.METHOD),
        ({}, refusal.RETRY),
    ):
        code, _words = answers.reason({"details": details})
        assert refusal.kind(code) == why
    assert refusal.kind(answers.LOST) == refusal.METHOD


def test_the_account_of_a_mandate_is_shown_by_its_end_alone():
    account = answers.mandate({"details": {"consumerAccount": "NL91ABNA0417164300"}})
    assert account["digits"] == "4300"
    paypal = answers.mandate({"details": {"consumerAccount": "ada@example.com"}})
    assert paypal["digits"] == ""
    assert answers.mandate({"details": None})["expiry"] is None


def test_every_state_of_a_refund_is_one_of_ours():
    assert set(answers.REFUNDS.values()) == {"pending", "done", "error", "cancel"}
    assert answers.REFUNDS["refunded"] == "done"


# === what the account lacks === #


@given(NAMES, NAMES, CODES)
def test_a_method_is_well_if_nothing_more_is_to_be_switched_on(first, recurring, offered):
    found = {one.name: one for one in checks.methods(first, recurring, offered)}
    assert set(found) == {checks.DEBIT, *checks.METHODS}
    for name, code in checks.METHODS.items():
        fine = name in first and code in offered
        if name in (checks.CARD, checks.PAYPAL):
            fine = fine and name in recurring
        assert found[name].is_fine == fine
        there = found[name].place == checks.IN_ODOO
        assert fine or not there or code not in offered
    if not checks.can_collect(list(found.values())):
        assert checks.DEBIT not in recurring or not any(
            one.is_fine for one in found.values() if one.name != checks.DEBIT
        )


def test_a_test_key_moves_no_money_and_is_no_key_of_an_enabled_provider():
    assert not checks.is_live("test_abc")
    assert not checks.fits("test_abc", "enabled")
    assert not checks.fits("live_abc", "test")
    assert checks.fits("live_abc", "enabled")
    assert checks.fits(False, "enabled")


def test_private_addresses_are_not_called():
    for url in ("http://127.0.0.1:8069", "http://10.1.2.3", "http://odoo.localhost", ""):
        assert not checks.is_reachable(url), url
    assert checks.is_reachable("https://shop.example.com/x")
