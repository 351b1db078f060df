from odoo import models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = [
        "sale.order.line",
        "subscription.kept.mixin",
        "subscription.prepaid.line.mixin",
    ]
    _keeps_readonly = False
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

    def action_use_prepaid(self):
        """Let a session of the customer's first pack pay for each of these lines."""
        self._use_first_pack()

    def action_undo_prepaid(self):
        """Take back that packs pay for these lines."""
        self.check_access("write")
        self._unspend_prepaid()
