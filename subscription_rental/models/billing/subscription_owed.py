from odoo import models
from odoo.fields import Domain

from ...billing import collection


class SubscriptionSubscription(models.Model):
    """Who pays a subscription, and what is unpaid of it."""

    _inherit = "subscription.subscription"

    def _get_open_invoices(self):
        """Return the posted, unpaid invoices of these subscriptions' present customers."""
        # Facts about the user's own records.
        moves = self.env["account.move"].sudo()
        found = moves.search(
            Domain("line_ids.rental_subscription_id", "in", self.ids)
            & Domain("move_type", "=", "out_invoice")
            & Domain("state", "=", "posted")
            & Domain("payment_state", "in", collection.UNPAID)
        )
        return found.filtered(lambda move: self & move._get_debtors())

    def _get_payers(self):
        """Return the customers whose methods may be charged for this subscription."""
        self.ensure_one()
        partners = self.partner_id | self.partner_invoice_id
        return partners.commercial_partner_id
