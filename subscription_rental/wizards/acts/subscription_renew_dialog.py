from odoo import api, fields, models


class SubscriptionRenewDialog(models.TransientModel):
    """Renew a subscription; shows before for how long, and at which price."""

    _name = "subscription.renew.dialog"
    _inherit = ["subscription.shown.mixin"]
    _description = "Renew a Subscription"

    date_end = fields.Date(string="First Day Without", compute="_compute_preview")
    intervals = fields.Integer(compute="_compute_preview")

    @api.depends("subscription_id", "date")
    def _compute_preview(self):
        for wizard in self:
            subscription = wizard.subscription_id
            wizard.intervals = subscription._get_renewal_intervals()
            timeline = subscription._get_timeline()
            wizard.date_end = timeline.renewed_end(wizard.intervals)
            wizard.preview_html = False
            wizard.amount_total = subscription.recurring_amount

    def _show_last_day(self):
        """Return the last day of the new term."""
        self.ensure_one()
        return fields.Date.subtract(self.date_end, days=1)

    def action_renew(self):
        """Renew the subscription, as shown."""
        self.ensure_one()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Neither the job nor another person may renew it in the meantime.
        subscription.sudo().lock_for_update(allow_referencing=True)
        self._check_shown([{"amount": subscription.recurring_amount}])
        subscription.action_renew()
        return {"type": "ir.actions.act_window_close"}
