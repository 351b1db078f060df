from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _update_state(self, allowed_states, target_state, state_message):
        """Wake the dunning job when the state of a charge of an invoice has changed."""
        updated = super()._update_state(allowed_states, target_state, state_message)
        if updated.rental_invoice_id:
            self.env["subscription.dunning.job"]._wake()
        return updated

    def _unbook(self, reason):
        """Cancel the payment; wake the dunning job for invoices that are unpaid again."""
        result = super()._unbook(reason)
        (self.invoice_ids | self.rental_invoice_id)._wake_dunning()
        return result
