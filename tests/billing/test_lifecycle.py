"""Which moves there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import lifecycle

states = st.sampled_from(lifecycle.STATES)


def test_every_state_says_where_it_leads():
    assert set(lifecycle.MOVES) == set(lifecycle.STATES)


@given(states, states)
def test_nothing_leads_out_of_a_closed_state_or_back_to_draft(source, target):
    allowed = lifecycle.can_move(source, target)
    assert not (allowed and source in lifecycle.CLOSED)
    assert not (allowed and target == lifecycle.DRAFT and source != lifecycle.SCHEDULED)


@given(st.sampled_from(sorted(lifecycle.RUNNING)))
def test_every_running_subscription_can_end(source):
    assert lifecycle.can_move(source, lifecycle.CANCELLED)
    assert lifecycle.can_move(source, lifecycle.FINISHED)


@pytest.mark.parametrize(
    ("source", "target"),
    [("cancelled", "active"), ("draft", "suspended"), ("active", "active")],
)
def test_a_forbidden_move_is_refused(source, target):
    assert not lifecycle.can_move(source, target)


def test_a_paused_subscription_resumes():
    assert lifecycle.can_move(lifecycle.PAUSED, lifecycle.ACTIVE)


@given(states, states)
def test_revival_opens_one_way_only(source, target):
    usual = lifecycle.can_move(source, target)
    revivable = lifecycle.can_move(source, target, revivable=True)
    assert revivable == (usual or (source, target) == lifecycle.REVIVAL)
