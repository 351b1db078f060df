"""Links to end a contract that were mailed at once, as before, wait for no job (PO4)."""

MAILED = """
    UPDATE subscription_ending_link SET mailed_at = asked_at WHERE mailed_at IS NULL
"""


def migrate(cr, _version):
    """Note that they were mailed when they were asked for."""
    cr.execute(MAILED)
