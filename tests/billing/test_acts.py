"""What may be done, and why not: one table for buttons, dialogs, portal and server."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import acts, lifecycle
from billing.acts import Facts, reasons

facts = st.builds(
    Facts,
    state=st.sampled_from(lifecycle.STATES),
    is_leaving=st.booleans(),
    has_term=st.booleans(),
    awaits_start=st.booleans(),
    awaits_handover=st.booleans(),
    awaits_delivery=st.booleans(),
    has_to_ship=st.booleans(),
    is_bill_due=st.booleans(),
    keeps_goods=st.booleans(),
)
# The state that these acts lead to: the lifecycle must know the move.
LEADS_TO = {
    acts.ACTIVATE: lifecycle.ACTIVE,
    acts.BACK_TO_DRAFT: lifecycle.DRAFT,
    acts.RESUME: lifecycle.ACTIVE,
    acts.PAUSE: lifecycle.PAUSED,
    acts.SUSPEND: lifecycle.SUSPENDED,
    acts.CANCEL: lifecycle.CANCELLED,
}


def possible(**values):
    return {act for act, reason in reasons(Facts(**values)).items() if reason is None}


@given(facts)
def test_what_is_possible_is_a_move_that_the_lifecycle_knows(known):
    for act, target in LEADS_TO.items():
        if reasons(known)[act] is None:
            assert lifecycle.can_move(known.state, target)


@given(facts)
def test_nothing_is_done_with_what_is_over_but_its_last_bill(known):
    if known.state in lifecycle.CLOSED:
        left = {act for act, reason in reasons(known).items() if reason is None}
        assert left <= {acts.BILL}


@given(facts)
def test_what_has_left_is_confirmed_and_not_handed_over_again(known):
    """PL10: a second handover must not be what starts it."""
    found = reasons(known)
    if known.awaits_delivery and not known.has_to_ship:
        assert found[acts.HAND_OVER]
    if found[acts.CONFIRM_DELIVERY] is None:
        assert known.state == lifecycle.SCHEDULED
        assert known.awaits_delivery


@given(facts)
def test_cancelling_and_undoing_are_never_offered_together(known):
    found = reasons(known)
    assert found[acts.CANCEL_LATER] or found[acts.UNDO_CANCEL]


@given(facts)
def test_every_act_has_an_answer(known):
    assert set(reasons(known)) == {
        acts.ACTIVATE,
        acts.START,
        acts.HAND_OVER,
        acts.CONFIRM_DELIVERY,
        acts.BACK_TO_DRAFT,
        acts.BILL,
        acts.RESUME,
        acts.RENEW,
        acts.CHANGE,
        acts.PAUSE,
        acts.SUSPEND,
        acts.CANCEL,
        acts.CANCEL_LATER,
        acts.UNDO_CANCEL,
        acts.TRANSFER,
    }


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"state": "draft"}, {acts.ACTIVATE, acts.START, acts.TRANSFER}),
        (
            {"state": "scheduled", "awaits_start": True, "awaits_handover": True},
            {
                acts.START,
                acts.HAND_OVER,
                acts.BACK_TO_DRAFT,
                acts.CANCEL,
                acts.TRANSFER,
            },
        ),
        (
            {"state": "active", "has_term": True, "is_bill_due": True},
            {
                acts.BILL,
                acts.RENEW,
                acts.CHANGE,
                acts.PAUSE,
                acts.SUSPEND,
                acts.CANCEL,
                acts.CANCEL_LATER,
                acts.TRANSFER,
            },
        ),
        (
            {"state": "active", "has_term": True, "is_leaving": True},
            {acts.SUSPEND, acts.UNDO_CANCEL, acts.TRANSFER},
        ),
        ({"state": "paused"}, {acts.RESUME, acts.CANCEL, acts.TRANSFER}),
        (
            {"state": "suspended"},
            {acts.RESUME, acts.CANCEL, acts.CANCEL_LATER, acts.TRANSFER},
        ),
        ({"state": "finished"}, set()),
    ],
)
def test_known_states(values, expected):
    assert possible(**values) == expected


@pytest.mark.parametrize(
    ("values", "act", "reason"),
    [
        ({"state": "active", "keeps_goods": True}, acts.PAUSE, acts.KEEPS_GOODS),
        ({"state": "suspended"}, acts.PAUSE, acts.UNPAID),
        ({"state": "active", "is_leaving": True}, acts.CANCEL, acts.LEAVING),
        ({"state": "active"}, acts.RENEW, acts.NO_TERM),
        ({"state": "scheduled"}, acts.HAND_OVER, acts.NO_HANDOVER),
        ({"state": "scheduled", "awaits_start": True}, acts.ACTIVATE, acts.AWAITS_START),
        ({"state": "scheduled"}, acts.CONFIRM_DELIVERY, acts.NOT_UNDER_WAY),
        (
            {"state": "scheduled", "awaits_handover": True, "awaits_delivery": True},
            acts.HAND_OVER,
            acts.UNDER_WAY,
        ),
        ({"state": "draft"}, acts.CANCEL, acts.NOT_BEGUN),
        ({"state": "paused"}, acts.CANCEL_LATER, acts.NOT_RUNNING),
    ],
)
def test_the_reason_says_why_not(values, act, reason):
    assert reasons(Facts(**values))[act] == reason
