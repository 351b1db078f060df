"""Who owes how much of one invoice (OV1)."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing.owed import shares

cents = st.decimals(min_value=0, max_value=99999, places=2)
parts = st.lists(cents, min_size=1, max_size=8).map(lambda found: dict(enumerate(found)))


@given(cents, parts)
def test_the_shares_add_up_to_the_cent(residual, bills):
    found = shares(residual, bills, "0.01")
    assert found.keys() == bills.keys()
    assert sum(Fraction(str(one)) for one in found.values()) == Fraction(residual)


@given(cents, parts)
def test_each_owes_its_part_within_a_cent(residual, bills):
    total = sum(bills.values())
    for who, owed in shares(residual, bills, "0.01").items():
        fair = residual * bills[who] / total if total else residual / len(bills)
        assert abs(owed - float(fair)) <= 0.0100001
