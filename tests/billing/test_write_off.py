"""What is proposed to be written off: against the sentence of each rule, one by one."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from billing.write_off import OLD, SMALL, TERMINATED, Claim, Rule, reason

DAY = timedelta(days=1)
rules = st.builds(
    Rule,
    least_days=st.integers(0, 200),
    old_days=st.integers(0, 800),
    small_amount=st.decimals(0, 60, places=2),
    terminated=st.booleans(),
)
dues = st.dates(date(2022, 1, 1), date(2024, 12, 31))
claims = st.builds(
    Claim,
    amount=st.decimals(-10, 120, places=2),
    due=dues,
    is_over=st.booleans(),
    is_pending=st.booleans(),
)
days = st.dates(date(2022, 1, 1), date(2026, 12, 31))


def sentences(claim, rule, today):
    """Return the reasons that hold for `claim`, each by counting days one by one."""
    late, day = 0, claim.due
    while day < today:
        late, day = late + 1, day + DAY
    if late == 0 or late < rule.least_days or claim.amount <= 0 or claim.is_pending:
        return set()
    holds = {
        TERMINATED: rule.terminated and claim.is_over,
        OLD: rule.old_days > 0 and late >= rule.old_days,
        SMALL: claim.amount <= rule.small_amount,
    }
    return {name for name, is_so in holds.items() if is_so}


@given(claims, rules, days)
def test_it_is_proposed_exactly_if_one_of_the_reasons_holds(claim, rule, today):
    found = reason(claim, rule, today)
    wanted = sentences(claim, rule, today)
    assert (found in wanted) if wanted else found is None


@given(claims, rules, days)
def test_what_is_proposed_today_is_proposed_tomorrow(claim, rule, today):
    if reason(claim, rule, today):
        assert reason(claim, rule, today + DAY)


@given(claims, rules, days)
def test_a_smaller_claim_is_given_up_no_later(claim, rule, today):
    half = replace(claim, amount=claim.amount / 2)
    if reason(claim, rule, today):
        assert reason(half, rule, today)


@given(claims, rules, days)
def test_before_it_is_late_nothing_is_proposed(claim, rule, today):
    if today <= claim.due:
        assert reason(claim, rule, today) is None


@given(claims, days)
def test_a_rule_without_conditions_proposes_nothing(claim, today):
    nothing = Rule(least_days=0, old_days=0, small_amount=0, terminated=False)
    assert reason(claim, nothing, today) is None
