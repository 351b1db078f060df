from odoo import Command, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_quantity_to_sell(self):
        """Return how much of this line is not invoiced yet, delivered or not."""
        self.ensure_one()
        return self.product_uom_qty - self.qty_invoiced

    def _prepare_sold_line(self):
        """Return the command of the invoice's line that sells what is not invoiced."""
        self.ensure_one()
        return Command.create(
            self._prepare_invoice_line(quantity=self._get_quantity_to_sell())
        )
