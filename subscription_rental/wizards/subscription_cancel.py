from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class SubscriptionCancel(models.TransientModel):
    """End a subscription today; shows before what that costs."""

    _name = "subscription.cancel"
    _description = "Cancel a Subscription"

    subscription_id = fields.Many2one("subscription.subscription", required=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    commitment_end = fields.Date(related="subscription_id.commitment_end")
    date = fields.Date(
        string="Ends On", compute="_compute_date", store=True, precompute=True
    )
    amount_unbilled = fields.Monetary(
        string="Used, Not Billed Yet",
        compute="_compute_amounts",
        help="Before taxes: up to today, invoiced on the next day of the billing job.",
    )
    early_fee = fields.Monetary(string="Early Termination", compute="_compute_amounts")
    waive_fee = fields.Boolean(string="Waive the Fee")
    paid_until = fields.Char(compute="_compute_amounts")
    reason = fields.Char(required=True)

    @api.depends("subscription_id")
    def _compute_date(self):
        for wizard in self:
            company = wizard.subscription_id.company_id
            wizard.date = company and company._subscription_today()

    @api.depends("subscription_id", "date")
    def _compute_amounts(self):
        for wizard in self:
            subscription = wizard.subscription_id
            wizard.early_fee = subscription._get_early_fee(wizard.date)
            wizard.amount_unbilled = subscription._get_unbilled_amount(wizard.date)
            cursor = subscription.next_period_start
            ahead = cursor and cursor > wizard.date
            last_day = ahead and fields.Date.subtract(cursor, days=1)
            wizard.paid_until = ahead and format_date(self.env, last_day)

    def action_cancel(self):
        """Cancel the subscription."""
        self.ensure_one()
        subscription = self.subscription_id
        subscription.check_access("write")
        if self.date != subscription.company_id._subscription_today():
            raise UserError(
                self.env._("This dialog is from another day: open it again to see today's.")
            )
        subscription._cancel(self.date, self.reason, with_fee=not self.waive_fee)
        return {"type": "ir.actions.act_window_close"}
