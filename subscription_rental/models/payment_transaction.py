from odoo import fields, models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """What an order bills at once for its subscriptions is paid by its payment."""
        confirmed = super()._check_amount_and_confirm_order()
        self._link_rental_invoices()
        return confirmed

    def _invoice_sale_orders(self):
        """Keep the invoices of subscriptions beside those of the one-off part."""
        result = super()._invoice_sale_orders()
        self._link_rental_invoices()
        return result

    def _link_rental_invoices(self):
        """Let these payments settle the first invoices of the subscriptions they paid."""
        for transaction in self:
            # Customers pay without rights on subscriptions or invoices.
            order = transaction.sudo().sale_order_ids
            subscriptions = order.rental_subscription_ids
            subscriptions._bill_what_was_paid()
            moves = subscriptions._get_signing_moves()
            transaction.sudo().invoice_ids = [
                fields.Command.link(move.id) for move in moves - transaction.invoice_ids
            ]
