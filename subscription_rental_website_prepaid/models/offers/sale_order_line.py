from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _is_reorder_allowed(self):
        """Leave out packs that are not sold any more."""
        order = self.order_id
        return super()._is_reorder_allowed() and not self.product_id._get_prepaid_refusals(
            order.website_id or self.env["website"].get_current_website(),
            order.currency_id,
        )
