"""The states of a subscription, and the moves between them."""

DRAFT = "draft"
SCHEDULED = "scheduled"
ACTIVE = "active"
PAUSED = "paused"
SUSPENDED = "suspended"
FINISHED = "finished"
CANCELLED = "cancelled"

STATES = (DRAFT, SCHEDULED, ACTIVE, PAUSED, SUSPENDED, FINISHED, CANCELLED)
CLOSED = frozenset({FINISHED, CANCELLED})
# In these the customer has an agreement with dates of its own.
RUNNING = frozenset({ACTIVE, PAUSED, SUSPENDED})
# In these it has not begun.
WAITING = frozenset({DRAFT, SCHEDULED})
# In these days pass that are not billed.
STOPPED = frozenset({PAUSED, SUSPENDED})

MOVES = {
    DRAFT: frozenset({SCHEDULED, ACTIVE}),
    SCHEDULED: frozenset({DRAFT, ACTIVE, CANCELLED}),
    ACTIVE: frozenset({PAUSED, SUSPENDED, FINISHED, CANCELLED}),
    PAUSED: frozenset({ACTIVE, SUSPENDED, FINISHED, CANCELLED}),
    # What was paused when it was suspended goes on being paused.
    SUSPENDED: frozenset({ACTIVE, PAUSED, FINISHED, CANCELLED}),
    FINISHED: frozenset(),
    CANCELLED: frozenset(),
}

# For a time, full payment undoes a termination for non-payment: nothing else does.
REVIVAL = (CANCELLED, ACTIVE)


def can_move(source: str, target: str, *, revivable: bool = False) -> bool:
    """Return whether a subscription may go from `source` to `target`.

    :param revivable: it was terminated for non-payment, and may still be paid
    """
    if revivable and (source, target) == REVIVAL:
        return True
    return target in MOVES[source]
