from odoo import fields, models


class SubscriptionPlan(models.Model):
    """What a plan says of metered use (PL15)."""

    _inherit = "subscription.plan"

    metered_grace_days = fields.Integer(
        string="Use Is Estimated After",
        default=5,
        help="So many days after the end of a period its use is estimated, where nobody "
        "has read the counter.",
    )
    metered_asks_customer = fields.Boolean(
        string="Ask Customers for Readings",
        default=True,
        help="By e-mail, with a link to the page on which they type what it shows.",
    )
    has_tariff = fields.Boolean(compute="_compute_has_tariff")
    _metered_grace_is_not_negative = models.Constraint(
        "CHECK(metered_grace_days >= 0)", "Days to wait for a reading are not below 0."
    )

    def _compute_has_tariff(self):
        for plan in self:
            plan.has_tariff = bool(plan.line_ids.tariff_id)

    def _get_tariff(self, product):
        """Return the tariff of metered use that this plan has for `product`, if any."""
        if not self or not product:
            return self.env["subscription.tariff"]
        return self._get_line_of(product).tariff_id
