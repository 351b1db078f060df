from odoo import models


class AccountMoveLine(models.Model):
    """A line of an invoice that renews a due date, once the invoice is paid."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "subscription.due.line.mixin"]

    def _get_renewing_customer(self):
        """Return none where the order knows the customer: another one may pay for it."""
        customer = super()._get_renewing_customer()
        return customer.browse() if self.sale_line_ids else customer

    def _reconcile_post_hook(self, data):
        """Treat as paid what other credit of its customer has paid, too.

        Odoo calls it reversed, as if the invoice itself had been credited.
        """
        result = super()._reconcile_post_hook(data)
        data["not_paid_invoices"].filtered(
            lambda move: move._is_paid_with_credit()
        )._invoice_paid_hook()
        return result
