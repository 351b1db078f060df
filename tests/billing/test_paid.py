"""What pays an invoice and what takes it back, against an oracle (DD3, LC5)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from billing.paid import Bill, Credit, is_taken_back, takes_back

DAY = date(2025, 1, 10)
PRODUCTS = st.frozensets(st.integers(1, 3))
CENTS = st.integers(1, 10000)


@st.composite
def bills(draw):
    return Bill(7, draw(CENTS) / 100, DAY, draw(PRODUCTS))


@st.composite
def notes(draw, **known):
    values = {
        "settles": draw(CENTS) / 100,
        "day": DAY + timedelta(days=draw(st.integers(-3, 3))),
        "reverses": draw(st.sampled_from([None, 6, 7])),
        "products": draw(PRODUCTS),
        "is_used_up": draw(st.booleans()),
    }
    return Credit(**{**values, **known})


@given(bills(), notes(reverses=7))
def test_what_says_that_it_reverses_the_invoice_takes_it_back(bill, credit):
    assert takes_back(credit, bill)


@given(bills(), notes(reverses=6))
def test_what_reverses_another_invoice_is_the_customers_own(bill, credit):
    assert not takes_back(credit, bill)


@given(bills(), notes(reverses=None))
def test_a_note_that_says_nothing_takes_back_what_it_fits(bill, credit):
    older = credit.day < bill.day
    of_something_else = any(one not in bill.products for one in credit.products)
    fits = not (older or of_something_else) and credit.is_used_up
    assert takes_back(credit, bill) == fits


@given(bills(), st.lists(notes(), max_size=4))
def test_nobody_paid_what_credits_of_it_settle_in_full(bill, settled):
    cents = sum(round(one.settles * 100) for one in settled if takes_back(one, bill))
    assert is_taken_back(bill, settled) == (cents >= round(bill.amount * 100))


@given(st.lists(notes(), max_size=4))
def test_what_costs_nothing_is_not_taken_back(settled):
    assert not is_taken_back(Bill(7, 0.0, DAY), settled)


def test_a_part_that_was_credited_leaves_the_rest_paid():
    bill = Bill(7, 18.0, DAY)
    given_in = Credit(5.0, DAY, reverses=7)
    own = Credit(13.0, DAY - timedelta(days=30))
    assert not is_taken_back(bill, [given_in, own])
    assert is_taken_back(bill, [given_in, Credit(13.0, DAY, reverses=7)])
