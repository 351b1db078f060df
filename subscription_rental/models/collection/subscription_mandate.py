from odoo import api, fields, models


class SubscriptionSubscription(models.Model):
    """The SEPA mandate with which a subscription is collected."""

    _inherit = "subscription.subscription"

    has_mandate = fields.Boolean(
        compute="_compute_has_mandate",
        compute_sudo=True,
        help="It is paid by SEPA direct debit: there is a mandate to print.",
    )

    @api.depends("payment_token_id.payment_method_id")
    def _compute_has_mandate(self):
        for subscription in self:
            token = subscription.payment_token_id
            subscription.has_mandate = bool(token) and token._is_sepa_mandate()

    def _get_mandate(self):
        """Return the values of the subscription's mandate; empty if there is none."""
        self.ensure_one()
        # Who may see the subscription may print what it is paid with, digits hidden.
        token = self.payment_token_id.sudo()
        return token._get_mandate_vals() if self.has_mandate else {}
