from odoo import fields, models


class SubscriptionLine(models.Model):
    """The order line that sold a line."""

    _inherit = "subscription.line"

    sale_line_id = fields.Many2one(
        "sale.order.line", string="Order Line", copy=False, index="btree_not_null"
    )
