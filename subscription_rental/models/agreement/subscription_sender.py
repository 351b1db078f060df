from odoo import models


class SubscriptionSubscription(models.Model):
    """Who writes the mails about a subscription, and reads the answers (B4)."""

    _inherit = "subscription.subscription"

    def _get_sender(self):
        """Return the address that mails come from and answers go to.

        The salesperson's; else the team leader's, the company's, or a manager's: never that
        of somebody who left, of a customer or of a robot.
        """
        self.ensure_one()
        for user in (self.user_id, self.team_id.user_id):
            if self._is_answering(user):
                return user.sudo().email_formatted
        company = self.company_id.sudo()
        manager = company._get_subscription_manager()
        return company.email_formatted or manager.email_formatted

    def _is_answering(self, user):
        """Return whether `user` works here and has an address."""
        person = user.sudo()
        return bool(person.active and not person.share and person.email)
