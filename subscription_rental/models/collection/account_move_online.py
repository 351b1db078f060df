from odoo import models


class AccountMove(models.Model):
    """What an order was paid online, and is invoiced of it later."""

    _inherit = "account.move"

    def _post(self, soft=True):
        """Let what was paid online for an order with plans pay its later invoices.

        Odoo takes a payment for spent once the subscription's first invoice is paid.
        """
        posted = super()._post(soft)
        for invoice in posted.filtered(lambda one: one.move_type == "out_invoice"):
            # Accountants need not see orders.
            orders = invoice.sudo().invoice_line_ids.sale_line_ids.order_id
            if invoice._takes_online_payments(orders):
                invoice._take_online_payments()
        return posted

    def _takes_online_payments(self, orders):
        """Return whether what is open of online payments of `orders` pays this invoice.

        An override knows which orders have other invoices that the payment has paid.
        """
        return any(orders.mapped("is_rental"))

    def _take_online_payments(self):
        """Reconcile this invoice with what is open of its online payments."""
        self.ensure_one()
        payments = self.sudo().transaction_ids.payment_id
        lines = payments.move_id.line_ids.filtered(
            lambda one: one.account_type == "asset_receivable" and not one.reconciled
        )
        for line in lines:
            if self.amount_residual:
                self.js_assign_outstanding_line(line.id)
