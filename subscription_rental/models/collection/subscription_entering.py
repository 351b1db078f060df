from odoo import models
from odoo.exceptions import AccessError, UserError


class SubscriptionSubscription(models.Model):
    """A payment method that a clerk types into the provider's own form (SE5)."""

    _inherit = "subscription.subscription"

    def _is_entered_by_clerks(self):
        """Return whether clerks of the subscription's company may type methods."""
        self.ensure_one()
        return self.company_id.sudo().subscription_clerk_enters

    def _check_entering(self):
        """Raise an error unless the user may type this customer's payment method."""
        self.ensure_one()
        if not self.env.user.has_group("subscription_rental.group_user_own"):
            raise AccessError(
                self.env._("Who works with subscriptions enters payment methods.")
            )
        self.check_access("write")
        if not self._is_entered_by_clerks():
            raise UserError(
                self.env._(
                    "Clerks enter no payment methods in %(company)s: let the customer scan "
                    "the code, or have an administrator allow it in the settings.",
                    company=self.company_id.display_name,
                )
            )
        if self.is_closed:
            raise UserError(
                self.env._("%(name)s has ended: nothing is collected.", name=self.name)
            )

    def _get_entering_url(self):
        """Return the page on which a clerk types the customer's payment method."""
        self.ensure_one()
        return f"/subscriptions/{self.id}/enter_method"
