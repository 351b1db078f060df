from odoo import models


class SaleOrderLine(models.Model):
    """A line of an order that renews a due date: its invoice does, once it is paid."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "subscription.due.line.mixin"]
    _renewing_quantity = "product_uom_qty"
    _renewing_customer = "order_partner_id"

    def _prepare_invoice_line(self, **optional_values):
        """Name the due date on the invoice, too."""
        vals = super()._prepare_invoice_line(**optional_values)
        # The down payment is a part of the price: the last invoice renews.
        if self.rental_due_date_id and not self.is_downpayment:
            vals["rental_due_date_id"] = self.rental_due_date_id.id
        return vals
