from odoo import api, models
from odoo.fields import Domain


class SubscriptionPrepaid(models.Model):
    """What customers see on their own pages."""

    _inherit = "subscription.prepaid"

    @api.model
    def _own_page_domain(self, user):
        """Return the domain of what this portal user may spend, or has spent."""
        customer = user.partner_id
        return self._owner_domain(customer) | Domain(
            "partner_id", "=", customer.commercial_partner_id.id
        )

    @api.model
    def _something_left_domain(self):
        """Return the domain of what is not used up."""
        return Domain("left", ">", 0)

    def _get_portal_movements(self):
        """Return the movements that its customers are shown, the latest first."""
        self.ensure_one()
        return self.movement_ids.filtered("quantity")
