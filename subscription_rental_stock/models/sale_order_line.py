from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Leave recurring goods to their subscription: it hands them over."""
        sold = self.filtered(lambda line: not line.is_rental_recurring)
        return super(SaleOrderLine, sold)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )
