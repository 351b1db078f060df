from odoo import api, fields, models


class SubscriptionSubscription(models.Model):
    """Terms of goods that a plan gives a subscription at the sale, once (A39)."""

    _inherit = "subscription.subscription"

    deductible = fields.Monetary(
        compute="_compute_deductible",
        store=True,
        readonly=False,
        frozen=True,
        help="What the customer pays of a loss that the cover covers, before taxes.",
    )
    sale_percent = fields.Float(
        string="Rent Taken Off the Purchase Price",
        compute="_compute_sale_percent",
        store=True,
        readonly=False,
        frozen=True,
        help="So much of the rent that was paid for a unit is taken off its replacement "
        "value, when the customer buys it.",
    )

    @api.depends("plan_id", "currency_id")
    def _compute_deductible(self):
        self._copy_fee("deductible")

    @api.depends("plan_id")
    def _compute_sale_percent(self):
        for subscription in self.filtered(lambda one: one.state == "draft"):
            subscription.sale_percent = subscription.plan_id.sale_percent

    @api.model
    def _get_taken_over(self):
        """Add the terms of goods."""
        return [*super()._get_taken_over(), "deductible", "sale_percent"]

    def _get_plan_change(self, plan, day):
        """Take over the terms of goods of another plan, too, at the rate of that day."""
        values = super()._get_plan_change(plan, day)
        return {
            **values,
            "deductible": self._convert_fee(plan, "deductible", day),
            "sale_percent": plan.sale_percent,
        }
