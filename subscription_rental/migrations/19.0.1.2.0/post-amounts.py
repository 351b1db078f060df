"""Compute amounts before taxes anew, and keep what policies hold back."""

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Recompute lines whose price includes a tax; carry over policies that block."""
    cr.execute(
        "UPDATE subscription_dunning_policy SET blocking = 'always' WHERE is_blocking"
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    taxes = env["account.tax"].with_context(active_test=False).search([])
    included = taxes.filtered("price_include")
    if not included:
        return
    lines = env["subscription.line"].search(
        [
            "|",
            ("tax_ids", "in", included.ids),
            ("product_id.taxes_id", "in", included.ids),
        ]
    )
    env.add_to_compute(lines._fields["price_subtotal"], lines)
    subscriptions = lines.subscription_id
    env.add_to_compute(subscriptions._fields["recurring_amount"], subscriptions)
    env.flush_all()
