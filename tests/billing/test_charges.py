"""Credits absorb at most their invoice, before taxes and with them."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing.charges import absorb
from billing.proration import exact

from .strategies import prices

CENT = Decimal("0.01")
rates = st.integers(0, 40).map(lambda percent: (Fraction(1), 1 + Fraction(percent, 100)))
amounts = st.decimals(-9999, 0, places=2)
credits_waiting = st.lists(st.tuples(amounts, rates), max_size=6)
totals = st.tuples(prices, rates).map(
    lambda pair: tuple(exact(pair[0]) * rate for rate in pair[1])
)


def left(total, waiting):
    """Return what the invoice is in the end, before taxes and with them."""
    parts = absorb(total, waiting, CENT)
    taken = list(zip(parts, (rate for _credit, rate in waiting), strict=True))
    return [
        way + sum(exact(part) * rate[n] for part, rate in taken)
        for n, way in enumerate(total)
    ]


@given(totals, credits_waiting)
def test_an_invoice_never_becomes_negative(total, waiting):
    for before, after in zip(total, left(total, waiting), strict=True):
        assert after >= min(before, 0)


@given(totals, credits_waiting)
def test_a_credit_gives_what_it_has_at_most(total, waiting):
    parts = absorb(total, waiting, CENT)
    assert all(
        credit <= part <= 0 for (credit, _), part in zip(waiting, parts, strict=True)
    )


@given(totals, credits_waiting)
def test_nothing_waits_while_the_invoice_has_room(total, waiting):
    """Of a credit that had to leave something, not one cent more would have fitted."""
    room = list(total)
    parts = absorb(total, waiting, CENT)
    for (credit, rate), part in zip(waiting, parts, strict=True):
        room = [way + exact(part) * one for way, one in zip(room, rate, strict=True)]
        if part != credit:
            cent = exact(CENT)
            assert any(way - cent * one < 0 for way, one in zip(room, rate, strict=True))


@given(totals, credits_waiting)
def test_parts_are_amounts_of_the_currency(total, waiting):
    parts = absorb(total, waiting, CENT)
    assert all(part == part.quantize(CENT) for part in parts)


def test_known_parts():
    alike = (Fraction(1), Fraction(1))
    credits_ = [(-10, alike), (-25, alike), (-1, alike)]
    assert absorb((Fraction(30), Fraction(30)), credits_, CENT) == [-10, -20, 0]


def test_a_credit_with_higher_taxes_takes_less():
    # 100 without tax; a credit of 100 with 25 % would be 125.
    higher = (Fraction(1), Fraction(5, 4))
    assert absorb((Fraction(100), Fraction(100)), [(-100, higher)], CENT) == [-80]
