from odoo import models


class SubscriptionSubscription(models.Model):
    """The links to a subscription's page, and to the invoices that stand on it."""

    _name = "subscription.subscription"
    _inherit = ["subscription.link.mixin", "subscription.subscription"]

    def _get_seeing(self):
        """Add who pays it."""
        return super()._get_seeing() | self._get_payers()

    def action_revoke_links(self):
        """Take all links to these subscriptions and their invoices back."""
        self.check_access("write")
        self._revoke_links()

    def _get_linked_documents(self):
        """Add its invoices, and what offers of its next terms are paid by."""
        offers = self.renewal_offer_ids
        return [
            *super()._get_linked_documents(),
            self._get_portal_invoices() | offers.move_id,
            offers.quotation_id,
        ]
