from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _update_state(self, allowed_states, target_state, state_message):
        """Let dunning look at what became of a charge."""
        updated = super()._update_state(allowed_states, target_state, state_message)
        if updated.rental_invoice_id:
            self.env["subscription.dunning.job"]._wake()
        return updated

    def _unbook(self, reason):
        """Let dunning look at what is unpaid again."""
        result = super()._unbook(reason)
        (self.invoice_ids | self.rental_invoice_id)._wake_dunning()
        return result
