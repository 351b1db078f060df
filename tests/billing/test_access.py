"""Who has access, and what is still to be done for it (PL12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import access, lifecycle

WISHES = st.lists(st.tuples(st.booleans(), st.sampled_from(["call", "settle", "wait"])))


@pytest.mark.parametrize(
    ("state", "in_pause", "expected"),
    [
        ("draft", True, False),
        ("scheduled", True, False),
        ("active", False, True),
        ("paused", True, True),
        ("paused", False, False),
        ("suspended", True, False),
        ("finished", True, False),
        ("cancelled", True, False),
    ],
)
def test_each_state_says_whether_it_gives_access(state, in_pause, expected):
    assert state in lifecycle.STATES
    assert access.gives(state, in_pause=in_pause) is expected


@given(WISHES)
def test_whatever_is_wanted_when_the_system_has_it_in_the_end(wishes):
    """A call may be heard though its answer is lost: what counts is what is wanted last."""
    state, is_called, has_it = access.WITHDRAWN, False, False
    wanted = False
    for wanted, event in [*wishes, (wishes[-1][0] if wishes else False, "settle")]:
        state = access.next_state(state, wanted=wanted, is_called=is_called)
        if event != "wait" and state in access.OPEN:
            has_it = state == access.TO_GIVE
            is_called = event == "call"
            if event == "settle":
                state = access.GIVEN if has_it else access.WITHDRAWN
    assert has_it is wanted


@given(st.booleans())
def test_what_nobody_began_is_not_called_back(wanted):
    begun, kept = (
        (access.TO_WITHDRAW, access.GIVEN) if wanted else (access.TO_GIVE, access.WITHDRAWN)
    )
    assert access.next_state(begun, wanted=wanted, is_called=False) == kept
