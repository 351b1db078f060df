"""The owner's figures against a ledger that is replayed by hand (OV2)."""

from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from billing import figures
from billing.mrr import CHURNED, PAUSED, movements

START = date(2023, 1, 1)
FIRSTS = [START + relativedelta(months=number) for number in range(12)]

# For each customer: the month of the start, and the amount of each month after it; None is
# at rest.
lives = st.lists(
    st.tuples(
        st.integers(0, 11),
        st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=1, max_size=12),
    ),
    max_size=8,
)


def play(story):
    """Return ({(month, kind): amount}, {(began, month): amount}, [[level a month]])."""
    kinds, began, levels = {}, {}, []
    for start, amounts in story:
        level, resting, known = 0, 0, False
        own = [0] * start
        for month, wanted in zip(FIRSTS[start:], amounts, strict=False):
            after = wanted or 0
            rests = wanted is None
            for kind, change in movements(
                level, after, known=known, resting=resting, rests=rests
            ):
                known = True
                kinds[month, kind] = kinds.get((month, kind), 0) + change
                key = (FIRSTS[start], month)
                began[key] = began.get(key, 0) + change
            resting = resting + level if rests else 0
            level = after
            own.append(level)
        levels.append((own + [level] * 12)[:12])
    return kinds, began, levels


@given(lives)
def test_each_month_ends_with_what_runs(story):
    kinds, _began, levels = play(story)
    for number, month in enumerate(figures.table(kinds, FIRSTS)):
        assert month.closing == sum(own[number] for own in levels)
        if month.churn is not None:
            assert month.gross_retention <= 1
            assert month.net_retention >= month.gross_retention


@given(lives)
def test_a_pause_loses_nothing(story):
    """Whoever only rests is in no share of what was lost."""
    resting = [(start, [one or None for one in amounts]) for start, amounts in story]
    kinds, _began, _levels = play(resting)
    assert not any(kind == CHURNED for _month, kind in kinds)
    for month in figures.table(kinds, FIRSTS):
        assert not month.churn
        assert month.get(PAUSED) == kinds.get((month.first, PAUSED), 0)


@given(lives)
def test_cohorts_add_up_to_the_revenue(story):
    _kinds, began, levels = play(story)
    rows = dict(figures.cohorts(began, FIRSTS))
    for number, first in enumerate(FIRSTS):
        total = sum(rows[one][number - FIRSTS.index(one)] for one in FIRSTS[: number + 1])
        assert total == sum(own[number] for own in levels), first


@given(lives, st.integers(1, 11))
def test_what_is_kept_is_of_those_who_were_there(story, number):
    _kinds, began, levels = play(story)
    there = [
        own for (start, _amounts), own in zip(story, levels, strict=True) if start < number
    ]
    before = sum(own[number - 1] for own in there)
    kept = figures.retained(began, FIRSTS[number], FIRSTS[11])
    assert kept == (Fraction(sum(own[11] for own in there), before) if before else None)


def test_without_movements_there_are_months_and_no_shares():
    found = figures.table({}, FIRSTS)
    assert [month.first for month in found] == FIRSTS
    assert {month.churn for month in found} == {None}
    assert figures.average(month.churn for month in found) is None
