from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """Let what was paid online with a pack pay what is invoiced of the order later.

        Odoo takes a payment for spent once the pack's own invoice is paid.
        """
        posted = super()._post(soft)
        for invoice in posted.filtered(lambda one: one.move_type == "out_invoice"):
            orders = invoice.sudo().invoice_line_ids.sale_line_ids.order_id
            if orders and orders._get_prepaid_lines_sold():
                invoice._take_online_payments()
        return posted

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
