from odoo import models


class SubscriptionPrepaidHold(models.Model):
    """Claims of tickets that are saved as drafts last as long as these."""

    _inherit = "subscription.prepaid.hold"

    def _is_still_wanted(self):
        """Return whether the ticket that claims this is a draft still."""
        prefix, _, uuid = self.key.partition(",")
        if prefix != "pos":
            return super()._is_still_wanted()
        lines = self.env["pos.order.line"].sudo().search([("uuid", "=", uuid)], limit=1)
        return lines.order_id.state == "draft"
