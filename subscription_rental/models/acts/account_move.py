from odoo import models

from ...locking import lock


class AccountMove(models.Model):
    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Start subscriptions that wait for payment once their first invoice is paid."""
        result = super()._invoice_paid_hook()
        paid = self.filtered(lambda move: move.move_type == "out_invoice")
        # Whoever registers a payment need not know subscriptions.
        lines = paid.sudo().line_ids.filtered("rental_period_id")
        for subscription in lines.rental_subscription_id:
            waiting = subscription.start_on_payment and not subscription.date_paid
            if waiting:
                # Neither the job nor another payment may start it at the same time.
                lock(subscription)
                today = subscription.company_id._subscription_today()
                subscription._note_payment(today)
        return result
