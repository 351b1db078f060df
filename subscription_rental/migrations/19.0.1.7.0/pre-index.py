"""Lines of a subscription are found by an index that knows their invoice, too (OV1)."""


def migrate(cr, _version):
    """Drop the index that the new one stands for: Odoo keeps those it does not expect."""
    cr.execute("DROP INDEX IF EXISTS account_move_line__rental_subscription_id_index")
