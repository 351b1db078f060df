from odoo import fields, models


class SaleOrderTemplateLine(models.Model):
    """A line of a quotation template that sells by subscription (SE2)."""

    _inherit = "sale.order.template.line"

    rental_plan_id = fields.Many2one(
        "subscription.plan",
        string="Plan",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('line_ids.product_tmpl_id.product_variant_ids', '=', product_id)]",
        help="Sold by subscription; empty: sold once.",
    )

    def _prepare_order_line_values(self):
        """Sell by the plan of this line, where it has one."""
        values = super()._prepare_order_line_values()
        if self.rental_plan_id:
            values["rental_plan_id"] = self.rental_plan_id.id
        return values
