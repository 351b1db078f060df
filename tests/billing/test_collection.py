"""What became of a charge."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import collection

STATES = ("draft", "pending", "authorized", "done", "cancel", "error")
DOUBTS = (None, collection.UNKNOWN, collection.UNREACHED, collection.AUTHENTICATE)


@given(st.sampled_from(STATES), st.sampled_from(DOUBTS))
def test_only_money_received_is_done(state, doubt):
    assert (collection.outcome(state, doubt) == collection.DONE) == (state == "done")


@given(st.sampled_from(STATES), st.sampled_from(DOUBTS))
def test_nothing_else_is_charged_while_money_may_move(state, doubt):
    """A declined charge has ended; one of which an end is not known is open."""
    found = collection.outcome(state, doubt)
    ended = state in ("done", "cancel", "error")
    assert (found in collection.OPEN) == (not ended)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"card": {"exp_month": 12, "exp_year": 2031}}, date(2031, 12, 1)),
        ({"additionalData": {"expiryDate": "3/2030"}}, date(2030, 3, 1)),
        ({"cards": [{"expiryDate": "07/28"}]}, date(2028, 7, 1)),
        ({"exp_month": 13, "exp_year": 2030}, None),
        ({"expiryDate": "soon"}, None),
        ({"reference": "R1"}, None),
        ("text", None),
    ],
)
def test_the_expiry_is_found_where_providers_put_it(data, expected):
    assert collection.expiry(data) == expected
