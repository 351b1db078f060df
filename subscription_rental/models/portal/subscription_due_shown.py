from datetime import timedelta

from odoo import models
from odoo.tools.misc import format_date

from ...billing import due_dates


class SubscriptionDueDate(models.Model):
    """What the customer is told of a due date: how long it runs, and what it costs."""

    _inherit = "subscription.due.date"

    def _get_amounts_shown(self):
        """Return {due date: what renewing it costs, as its customer is shown prices}.

        Terms have none: their subscriptions say what is paid, and how often.
        """
        own = self.filtered(lambda row: not row.subscription_id)
        owned = own.grouped(lambda row: (row.company_id, row.partner_id))
        shown = {}
        for (company, customer), rows in owned.items():
            position = rows[:1]._get_position()
            name = "included" if company._shows_taxes_to(customer) else "excluded"
            for row in rows:
                shown[row] = row._get_taxed_amount(position)[f"total_{name}"]
        return shown

    def _get_due_label(self):
        """Return the day up to which it is held, as a sentence."""
        self.ensure_one()
        return self.env._("Due on %(day)s", day=format_date(self.env, self.date_due))

    def _get_renewed_message(self):
        """Return what the customer is told who has just renewed it."""
        self.ensure_one()
        return self.env._(
            "Thank you: it is renewed, and runs up to and including %(day)s.",
            day=format_date(self.env, self.date_due),
        )

    def _get_days_sentence(self):
        """Return how long this due date runs yet, or since when it does not."""
        self.ensure_one()
        if self.state == due_dates.CLOSED:
            return self.env._("It was closed.")
        days = self.days_left
        if days == 0:
            return self.env._("It is due today.")
        if days == 1:
            return self.env._("1 day left.")
        if days > 1:
            return self.env._("%(count)s days left.", count=days)
        return self.env._(
            "It expired on %(day)s.", day=format_date(self.env, self.date_due)
        )

    def _get_due_color(self):
        """Return the colour of the state of this due date."""
        self.ensure_one()
        if self.state == due_dates.EXPIRED:
            return "danger"
        if self.state != due_dates.ACTIVE:
            return "secondary"
        soon = self.days_left <= self.company_id.subscription_renew_days
        return "warning" if soon else "success"

    def _get_next_due_sentence(self, today):
        """Return up to when a payment on `today` renews this due date, as a sentence."""
        self.ensure_one()
        return self.env._(
            "Once it is paid, it runs up to and including %(day)s.",
            day=format_date(self.env, self._get_next_held(today).due),
        )

    def _get_first_day_sentence(self):
        """Return from when on the customer renews this due date, as a sentence."""
        self.ensure_one()
        first = self.date_due - timedelta(days=self.company_id.subscription_renew_days)
        return self.env._(
            "You can renew it here from %(day)s on.", day=format_date(self.env, first)
        )

    def _is_renewed_later(self, today):
        """Return whether the customer may renew this due date alone, but not yet."""
        self.ensure_one()
        return self._lets_renew(self.date_due) and not self._lets_renew(today)
