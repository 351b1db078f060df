from odoo import fields, models


class SubscriptionReadingVoidDialog(models.TransientModel):
    """Take a wrong reading back, for a reason; what was billed of it is settled anew."""

    _name = "subscription.reading.void.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Take a Reading Back"

    reading_id = fields.Many2one("subscription.reading", required=True)
    reason = fields.Char(required=True)

    def action_void(self):
        """Take the reading back."""
        self._do_once()
        self.reading_id.subscription_id.check_access("write")
        self.reading_id._void_reading(self.reason)
        return {"type": "ir.actions.act_window_close"}
