from odoo import models
from odoo.exceptions import UserError

# Incidents about which somebody has to do something.
OPEN = ("reported", "decided")


class SubscriptionSubscription(models.Model):
    """The incidents that a subscription's customer sees (PO2, PO3)."""

    _inherit = "subscription.subscription"

    def _get_portal_incidents(self):
        """Return the customer's own incidents, latest first."""
        self.ensure_one()
        return self.incident_ids.filtered(
            lambda one: one.state != "cancelled" and not one.is_former
        )

    def _get_open_incident(self, unit):
        """Return the open incident of `unit` that the customer sees, if there is one."""
        return self._get_portal_incidents().filtered(
            lambda one: one.assignment_id == unit and one.state in OPEN
        )[:1]

    def _check_unreported(self, unit):
        """Raise UserError, as customers are told, if `unit` has an open incident."""
        incident = self.incident_ids.filtered(
            lambda one: one.assignment_id == unit and one.state in OPEN
        )[:1]
        if incident:
            raise UserError(
                self.env._(
                    "You told us of it already (%(incident)s): we look into it.",
                    incident=incident.name,
                )
            )

    def _transfer(self, partner, today, reason):
        """Leave incidents, and what was said about them, to who had it before."""
        before = self.partner_id.commercial_partner_id
        result = super()._transfer(partner, today, reason)
        # Whoever transfers need not look after incidents.
        self.incident_ids.sudo()._leave_to(before)
        return result
