from odoo import api, fields, models
from odoo.tools import format_list
from odoo.tools.misc import formatLang


class ProductTemplate(models.Model):
    """What a product's own form and lists say of the plans that sell it."""

    _inherit = "product.template"

    rental_plan_names = fields.Char(
        string="Sold by Subscription",
        compute="_compute_rental_plan_names",
        help="The plans that sell it, with their prices.",
    )

    @api.depends("rental_plan_line_ids.plan_id", "rental_plan_line_ids.price_unit")
    @api.depends_context("company", "lang")
    def _compute_rental_plan_names(self):
        for product in self:
            names = [
                product._tell_rental_plan(plan) for plan in product._get_dialog_plans()
            ]
            product.rental_plan_names = bool(names) and format_list(self.env, names)

    def _tell_rental_plan(self, plan):
        """Return the name of `plan` with the prices that it has for this product."""
        self.ensure_one()
        lines = self.rental_plan_line_ids.filtered(lambda line: line.plan_id == plan)
        prices = sorted(set(lines.mapped("price_unit")))
        said = " / ".join(
            formatLang(self.env, price, currency_obj=plan.currency_id) for price in prices
        )
        return self.env._(
            "%(plan)s (%(price)s %(every)s)",
            plan=plan.name,
            price=said,
            every=plan._get_every_interval(),
        )
