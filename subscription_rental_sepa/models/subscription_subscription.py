from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..sepa import mandates


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

    def _is_in_euro(self):
        """Return whether this subscription is invoiced in the currency of the scheme."""
        self.ensure_one()
        return self.currency_id == self.env.ref("base.EUR")

    def _may_be_charged_to(self, token):
        """Let mandates be used for what is invoiced in euro alone."""
        foreign = token._is_of_sepa_files() and not self._is_in_euro()
        return not foreign and super()._may_be_charged_to(token)

    def _get_available_methods(self):
        """Leave mandates out where the subscription is not in euro."""
        found = super()._get_available_methods()
        if self._is_in_euro():
            return found
        return found.filtered(lambda one: not one._is_of_sepa_files())

    def _get_unconfirmed_mandates(self):
        """Return what is shown of mandates that wait for the customer's bank."""
        self.ensure_one()
        # That they signed is no secret to who may see the subscription.
        waiting = self.env["subscription.sepa.mandate"].sudo().search(
            Domain("subscription_ids", "in", self.ids)
            & Domain("state", "=", mandates.UNCONFIRMED)
        )  # fmt: skip
        return [{"reference": one.reference} for one in waiting]

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
