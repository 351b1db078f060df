from odoo import fields, models


class SubscriptionChargeCancelDialog(models.TransientModel):
    """Give up charges that wait for an invoice, for a reason."""

    _name = "subscription.charge.cancel.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Cancel a Charge"

    charge_ids = fields.Many2many("subscription.charge", required=True)
    reason = fields.Char(required=True)

    def action_cancel(self):
        """Cancel the charges."""
        self._do_once()
        self.charge_ids.subscription_id.check_access("write")
        self.charge_ids._cancel_charges(self.reason)
        return {"type": "ir.actions.act_window_close"}
