from odoo import models


class SubscriptionSubscription(models.Model):
    """The incidents that a subscription's customer sees (PO2, PO3)."""

    _inherit = "subscription.subscription"

    def _get_portal_incidents(self):
        """Return the customer's own incidents, latest first."""
        self.ensure_one()
        return self.incident_ids.filtered(
            lambda one: one.state != "cancelled" and not one.is_former
        )

    def _transfer(self, partner, today, reason):
        """Leave incidents, and what was said about them, to who had it before."""
        before = self.partner_id.commercial_partner_id
        result = super()._transfer(partner, today, reason)
        # Whoever transfers need not look after incidents.
        self.incident_ids.sudo()._leave_to(before)
        return result
