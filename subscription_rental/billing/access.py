"""Access that a plan gives to other systems: who has it, and what is still to be done."""

from . import lifecycle

TO_GIVE = "to_give"
GIVEN = "given"
TO_WITHDRAW = "to_withdraw"
WITHDRAWN = "withdrawn"

# In these the other system is still to be called.
OPEN = (TO_GIVE, TO_WITHDRAW)
# What is wanted leads from either of these to the other one.
WANTED = (TO_GIVE, GIVEN)


def gives(state: str, *, in_pause: bool) -> bool:
    """Return whether a subscription in `state` gives its customer access.

    :param in_pause: the plan keeps the access in a pause

    >>> gives("active", in_pause=False), gives("suspended", in_pause=True)
    (True, False)
    """
    return state == lifecycle.ACTIVE or (in_pause and state == lifecycle.PAUSED)


def next_state(state: str, *, wanted: bool, is_called: bool) -> str:
    """Return what becomes of an access in `state` once it is `wanted`, or no more.

    :param is_called: the other system was called, and its answer is not known: what was
        begun has to be undone; what nobody began is not

    >>> next_state("to_give", wanted=False, is_called=False)
    'withdrawn'
    >>> next_state("to_give", wanted=False, is_called=True)
    'to_withdraw'
    """
    if (state in WANTED) == wanted:
        return state
    if state in OPEN and not is_called:
        return GIVEN if wanted else WITHDRAWN
    return TO_GIVE if wanted else TO_WITHDRAW
