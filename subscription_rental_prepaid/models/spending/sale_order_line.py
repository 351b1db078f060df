from odoo import models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "subscription.prepaid.line.mixin"]
    _prepaid_quantity = "product_uom_qty"
    _prepaid_document = "order_id"
    _prepaid_prefix = "sol"

    def _is_spendable_on(self):
        """Return whether a session could pay for this line: not for what recurs."""
        return super()._is_spendable_on() and not (
            self.rental_plan_id or self.is_downpayment
        )

    def _prepare_invoice_line(self, **optional_values):
        """Tell the invoice's line which pack pays for it."""
        values = super()._prepare_invoice_line(**optional_values)
        if self.rental_prepaid_id:
            values |= {
                "rental_prepaid_id": self.rental_prepaid_id.id,
                "rental_full_price": self.rental_full_price,
                "rental_full_discount": self.rental_full_discount,
            }
        return values
