"""Locks on rows, and what a person is told who comes second."""

from odoo.exceptions import LockError


def lock(records):
    """Lock rows until the end of the transaction; others may still refer to them.

    Raises LockError, in the user's words, where somebody else is at work on one of them.
    """
    try:
        records.lock_for_update(allow_referencing=True)
    except LockError as error:
        raise LockError(
            records.env._("Somebody else is changing this just now: try again in a moment.")
        ) from error
