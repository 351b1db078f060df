from odoo import fields, models


class SubscriptionDunningDialog(models.TransientModel):
    """Hold dunning cases, or skip their next step, for a reason."""

    _name = "subscription.dunning.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Hold or Skip"

    case_ids = fields.Many2many("subscription.dunning.case", required=True)
    kind = fields.Selection(
        [("hold", "Put on hold"), ("skip", "Skip the next step")],
        required=True,
        default="hold",
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Hold each case, or skip its next step."""
        self._do_once()
        for case in self.case_ids:
            today = case.company_id._subscription_today()
            if self.kind == "hold":
                case._hold(self.reason, today)
            else:
                case._skip(self.reason, today)
        return {"type": "ir.actions.act_window_close"}
