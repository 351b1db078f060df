from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """An invoice that offers the next term: its payment renews."""

    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Renew the subscriptions whose next term these invoices offer, each once."""
        result = super()._invoice_paid_hook()
        for offer in self._get_invoiced_offers():
            today = offer.company_id._subscription_today()
            offer._accept_offer(offer.move_id._get_paid_on(today), paid=True)
        return result

    def button_draft(self):
        """Refuse to edit what was offered: the customer would pay something else."""
        for offer in self._get_invoiced_offers()[:1]:
            raise UserError(
                self.env._(
                    "%(invoice)s offers the next term of %(subscription)s: change the "
                    "subscription, and another offer follows.",
                    invoice=offer.move_id.name,
                    subscription=offer.subscription_id.display_name,
                )
            )
        return super().button_draft()

    def _get_invoiced_offers(self):
        """Return the open offers that these invoices are."""
        # Whoever registers a payment need not know offers.
        offers = self.env["subscription.renewal.offer"].sudo()
        return offers.search([("move_id", "in", self.ids), ("state", "=", "open")])
