from uuid import uuid4

from odoo import fields, models


class SubscriptionSubscription(models.Model):
    """The secret in the customer's links: how long it works, and how it is taken back.

    Whoever has it opens the customer's page. Each mail carries one that works.
    """

    _inherit = "subscription.subscription"

    access_token_on = fields.Date(string="Link Made On", readonly=True, copy=False)

    def _portal_ensure_token(self):
        """Return the secret of the links; a new one if there is none that works."""
        self.ensure_one()
        if not self.access_token or self._is_link_over():
            today = self.company_id._subscription_today()
            self._write_kept({"access_token": str(uuid4()), "access_token_on": today})
        return self.access_token

    def _is_link_over(self):
        """Return whether links with the present secret work no longer."""
        self.ensure_one()
        days = self.company_id.sudo().subscription_link_days
        if not days:
            return False
        made = self.access_token_on
        today = self.company_id._subscription_today()
        return not made or fields.Date.add(made, days=days) <= today

    def action_revoke_links(self):
        """Take all links to these subscriptions and their invoices back."""
        self.check_access("write")
        for subscription in self:
            subscription._write_kept({"access_token": False, "access_token_on": False})
            # Its page shows the links of its invoices: they are revoked with it.
            subscription._get_portal_invoices().sudo().access_token = False
            subscription._message_log(
                body=self.env._("The links that were sent lead nowhere now.")
            )
