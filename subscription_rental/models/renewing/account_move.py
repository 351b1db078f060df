from odoo import models


class AccountMove(models.Model):
    """An invoice that offers the next term: its payment renews."""

    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Renew the subscriptions whose next term these invoices offer, each once."""
        result = super()._invoice_paid_hook()
        # Whoever registers a payment need not know offers.
        offers = self.env["subscription.renewal.offer"].sudo()
        for offer in offers.search([("move_id", "in", self.ids), ("state", "=", "open")]):
            today = offer.company_id._subscription_today()
            offer._accept_offer(offer.move_id._get_paid_on(today), paid=True)
        return result
