"""Credits absorb at most their invoice."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.charges import absorb

from .strategies import prices

credits_waiting = st.lists(st.decimals(-9999, 0, places=2), max_size=6)


@given(prices, credits_waiting)
def test_an_invoice_never_becomes_negative(total, waiting):
    assert max(total, Decimal(0)) + sum(absorb(total, waiting)) >= 0


@given(prices, credits_waiting)
def test_a_credit_gives_what_it_has_at_most(total, waiting):
    taken = absorb(total, waiting)
    assert all(credit <= part <= 0 for credit, part in zip(waiting, taken, strict=True))


@given(prices, credits_waiting)
def test_nothing_waits_while_the_invoice_has_room(total, waiting):
    taken = absorb(total, waiting)
    full = max(total, Decimal(0)) + sum(taken) == 0
    assert full or taken == waiting


@given(prices, credits_waiting)
def test_the_oldest_credit_goes_first(total, waiting):
    """Once one credit had to leave something, the later ones give nothing."""
    taken = absorb(total, waiting)
    short = [n for n, part in enumerate(taken) if part != waiting[n]]
    assert not short or not any(taken[short[0] + 1 :])


def test_known_parts():
    credits_ = [Decimal(-10), Decimal(-25), Decimal(-1)]
    assert absorb(Decimal(30), credits_) == [Decimal(-10), Decimal(-20), 0]
