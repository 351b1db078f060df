"""Monthly revenue, and its movements (OV2)."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from billing.interval import Interval
from billing.mrr import CHURNED, PAUSED, monthly, movement, movements

amounts = st.decimals(min_value=0, max_value=9999, places=2)


@given(amounts, st.integers(1, 10))
def test_a_year_is_twelve_months(amount, years):
    yearly = monthly(amount, Interval(years, "year"))
    assert yearly == monthly(amount, Interval(12 * years, "month"))


@given(amounts, st.integers(1, 500))
def test_a_week_is_seven_days(amount, weeks):
    assert monthly(amount, Interval(weeks, "week")) == monthly(
        amount, Interval(7 * weeks, "day")
    )


def test_365_and_a_quarter_days_are_a_year():
    a_day = monthly(1, Interval(1, "day"))
    assert a_day * 12 == Fraction(36525, 100)


@given(st.lists(amounts, min_size=1))
def test_the_kinds_tell_the_story(story):
    before, known = 0, False
    for after in story:
        kind = movement(before, after, known=known)
        assert (kind is None) == (before == after)
        if kind in ("new", "reactivated"):
            assert not before
            assert (kind == "new") == (not known)
        if kind in ("expansion", "contraction"):
            assert (kind == "expansion") == (after > before)
        if kind == "churned":
            assert not after
        known = known or kind is not None
        before = after


@given(st.lists(st.tuples(amounts, st.booleans()), min_size=1), st.booleans())
def test_what_rests_is_neither_lost_nor_earned(story, ends):
    """The ledger adds up to the amount; its rows of rest to what rests, whatever comes."""
    ledger, level, resting = [], 0, 0
    for amount, rests in [*story, (0, False)] if ends else story:
        after = 0 if rests else amount
        rows = movements(level, after, known=bool(ledger), resting=resting, rests=rests)
        assert all(change for _kind, change in rows)
        had = level or resting
        if rests:
            assert {kind for kind, _change in rows} <= {PAUSED}
            resting += level
        else:
            resting = 0
        if had and not rests and not amount:
            assert rows[-1][0] == CHURNED
        ledger += rows
        level = after
        assert sum(change for _kind, change in ledger) == level
        assert sum(change for kind, change in ledger if kind == PAUSED) == -resting
