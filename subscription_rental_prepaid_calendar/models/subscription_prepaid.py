from odoo import api, models


class SubscriptionPrepaid(models.Model):
    _inherit = "subscription.prepaid"

    @api.model
    def _release_for(self, key):
        """Give back what `key` has claimed; what a ticket leaves, its booking keeps."""
        held = (
            self.sudo().env["subscription.prepaid.hold"].search_count([("key", "=", key)])
        )
        result = super()._release_for(key)
        if held:
            self.env["calendar.event"]._take_claim_back(key)
        return result
