from odoo import fields, models
from odoo.exceptions import AccessError


class SubscriptionSubscription(models.Model):
    """A subscription that is collected by a mandate."""

    _inherit = "subscription.subscription"

    sepa_mandate_id = fields.Many2one(
        "subscription.sepa.mandate",
        string="Active SEPA Mandate",
        compute="_compute_sepa_mandate_id",
        compute_sudo=True,
    )
    takes_mandates = fields.Boolean(compute="_compute_takes_mandates", compute_sudo=True)

    def _compute_sepa_mandate_id(self):
        for subscription in self:
            mandate = subscription.payment_token_id._get_sepa_mandate()
            subscription.sepa_mandate_id = mandate

    def _compute_takes_mandates(self):
        providers = self.env["payment.provider"]
        for company, subscriptions in self.grouped("company_id").items():
            enabled = bool(company) and bool(providers._find_sepa_provider(company))
            for subscription in subscriptions:
                subscription.takes_mandates = enabled and not subscription.is_closed

    def action_enter_mandate(self):
        """Open the dialog in which a signed paper is entered."""
        self.ensure_one()
        if not self.env.user.has_group("subscription_rental.group_user_own"):
            raise AccessError(self.env._("Who works with subscriptions enters mandates."))
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("SEPA Mandate on Paper"),
            "res_model": "subscription.sepa.mandate.dialog",
            "view_mode": "form",
            "target": "new",
            "context": {"default_subscription_id": self.id},
        }
