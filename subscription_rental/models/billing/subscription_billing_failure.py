from odoo import fields, models

from ... import retold


class SubscriptionBillingFailure(models.Model):
    """A subscription that a run could not bill, and why."""

    _name = "subscription.billing.failure"
    _description = "Billing Failure"
    _order = "id desc"

    run_id = fields.Many2one(
        "subscription.billing.run", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(related="subscription_id.partner_id")
    message = retold.Text(string="Reason", required=True)
    is_backlog = fields.Boolean(
        string="Backlog", help="Nothing is wrong: missed periods wait for a release."
    )
    is_open = fields.Boolean(
        string="To Mend",
        compute="_compute_is_open",
        help="The subscription has not been billed since.",
    )

    def _compute_is_open(self):
        for failure in self:
            failure.is_open = bool(failure.subscription_id.billing_error)

    def action_release(self):
        """Release and bill the missed periods of this subscription."""
        self.ensure_one()
        return self.subscription_id.action_release_backlog()

    def action_open_subscription(self):
        """Open the subscription that could not be billed."""
        self.ensure_one()
        return self.subscription_id.get_formview_action()
