from odoo import models
from odoo.tools.misc import format_date

from ...billing import reminders
from ...words import format_days


class SubscriptionDueDate(models.Model):
    """What a reminder says, and who writes it."""

    _inherit = "subscription.due.date"

    def _get_sender(self):
        """Return the address that reminders come from and answers go to.

        The subscription's; else that of who looks after it, or the company's.
        """
        self.ensure_one()
        if self.subscription_id:
            return self.subscription_id._get_sender()
        if self.subscription_id._is_answering(self.user_id):
            return self.user_id.sudo().email_formatted
        company = self.company_id.sudo()
        return company.email_formatted or self._get_responsible().sudo().email_formatted

    def _get_due_sentence(self):
        """Return when it is due, as it is today: before, on or after the day."""
        self.ensure_one()
        left = (self.date_due - self.company_id._subscription_today()).days
        day = format_date(self.env, self.date_due)
        days = format_days(self.env, abs(left))
        if left > 0:
            return self.env._("It is due on %(day)s, in %(days)s.", day=day, days=days)
        if left < 0:
            return self.env._("It was due on %(day)s, %(days)s ago.", day=day, days=days)
        return self.env._("It is due today, %(day)s.", day=day)

    def _get_mailed_url(self):
        """Return the link to the page on which the customer sees and renews it."""
        self.ensure_one()
        return f"{self.get_base_url()}{self._get_renew_url()}"

    def _offers_optout(self, offset):
        """Return whether the customer may opt out of a reminder on this day.

        :param offset: days after the due date
        """
        self.ensure_one()
        policy = self._get_due_policy()
        return reminders.lets_opt_out(offset, policy.optout)

    def _get_optout_url(self):
        """Return the link with which the customer opts out of reminders."""
        self.ensure_one()
        optouts = self.env["subscription.reminder.optout"]
        return optouts._get_stop_url(self.company_id, self.partner_id)
