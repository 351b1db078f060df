from odoo import fields, models


class SubscriptionLine(models.Model):
    """The order line that sold a line."""

    _inherit = "subscription.line"

    sale_line_id = fields.Many2one(
        "sale.order.line", string="Order Line", copy=False, index="btree_not_null"
    )

    def _get_first_origin(self):
        """Return where the price that was sold comes from: what its quotation knows."""
        # Who looks after a subscription need not know orders.
        sold = self._get_root().sudo().sale_line_id
        if not sold:
            return super()._get_first_origin()
        return self.env._(
            "Sold by %(order)s. %(origins)s",
            order=sold.order_id.name,
            origins=" ".join(sold._get_sold_origins()),
        )
