from odoo import api, fields, models

from odoo.addons.subscription_rental.billing import prepaid


class SubscriptionPlan(models.Model):
    """A plan with monthly credit: one of its products is the credit that is topped up."""

    _inherit = "subscription.plan"

    credit_amount = fields.Monetary(
        string="Credit per Interval",
        compute="_compute_credit_amount",
        help="What each paid period tops up: the price of the plan's credit.",
    )
    has_credit = fields.Boolean(
        compute="_compute_credit_amount", search="_search_has_credit"
    )

    @api.depends("line_ids.product_id", "line_ids.product_tmpl_id", "line_ids.price_unit",
                 "line_ids.quantity", "company_id")  # fmt: skip
    def _compute_credit_amount(self):
        for plan in self:
            lines = plan._get_topping_lines()
            plan.has_credit = bool(lines)
            plan.credit_amount = sum(line.price_unit * line.quantity for line in lines)

    def _get_topping_lines(self):
        """Return the lines whose product is credit."""
        self.ensure_one()
        company = self.company_id or self.env.company
        products = self.line_ids.product_id | self.line_ids.product_tmpl_id.mapped(
            "product_variant_ids"
        )
        offers = products._get_prepaid_offers(company)
        credit = offers.filtered(lambda one: one.kind == prepaid.AMOUNT).product_id
        return self.line_ids.filtered(
            lambda line: (
                (line.product_id or line.product_tmpl_id.product_variant_ids) & credit
            )
        )

    @api.model
    def _search_has_credit(self, operator, _value):
        if operator != "in":
            return NotImplemented
        offers = self.env["subscription.prepaid.offer"].sudo()
        credit = offers.search([("kind", "=", prepaid.AMOUNT)]).product_id
        return [("line_ids.product_tmpl_id", "in", credit.product_tmpl_id.ids)]
