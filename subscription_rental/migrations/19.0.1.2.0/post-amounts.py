"""Compute amounts before taxes anew; policies hold back, and branches have plans."""

from odoo import SUPERUSER_ID, api

# Rules are the administrator's, so their records are not updated.
OF_HEAD = {
    "subscription_plan_rule_company": "company_id",
    "subscription_plan_line_rule_company": "plan_id.company_id",
    "subscription_dunning_policy_rule_company": "company_id",
    "subscription_dunning_step_rule_company": "policy_id.company_id",
}


def migrate(cr, _version):
    """Recompute lines whose price includes a tax; carry over policies that block."""
    cr.execute(
        "UPDATE subscription_dunning_policy SET blocking = 'always' WHERE is_blocking"
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, field in OF_HEAD.items():
        rule = env.ref(f"subscription_rental.{name}", raise_if_not_found=False)
        if rule:
            rule.domain_force = (
                f"['|', ('{field}', '=', False), ('{field}', 'parent_of', company_ids)]"
            )
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
