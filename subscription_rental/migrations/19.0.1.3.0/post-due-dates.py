"""Give subscriptions with a term their due dates (DD1)."""

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Write the present term of each subscription that has one; the past is not known."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    begun = env["subscription.subscription"].search(
        [
            ("date_end", "!=", False),
            ("billing_anchor", "!=", False),
            ("term_start", "=", False),
        ]
    )
    begun._find_terms()
