from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...billing import acts, lifecycle


class SubscriptionSubscription(models.Model):
    """The end of a term: a subscription renews, waits for a renewal, or ends."""

    _inherit = "subscription.subscription"

    renewal_date = fields.Date(
        compute="_compute_term_dates",
        store=True,
        help="The day on which the billing job renews it by itself.",
    )
    finish_date = fields.Date(
        compute="_compute_term_dates",
        store=True,
        help="The end of the term and of its grace time: then it is finished.",
    )

    @api.depends("date_end", "renewal", "invoice_lead_days", "grace_days", "cancel_date")
    def _compute_term_dates(self):
        for subscription in self:
            end = subscription.date_end
            cancelled = subscription.cancel_date
            renews = end and subscription.renewal == "automatic" and not cancelled
            # Nobody waits for the renewal of what was cancelled.
            grace = 0 if cancelled else subscription.grace_days
            subscription.renewal_date = renews and subscription._get_renewal_day(end)
            subscription.finish_date = end and end + timedelta(days=grace)

    def _get_renewal_day(self, end):
        """Return the day on which a term up to `end` is renewed: when it is billed."""
        self.ensure_one()
        return end - timedelta(days=self.invoice_lead_days)

    def action_renew(self):
        """Renew these subscriptions for another term, from the end of the present one."""
        self.check_access("write")
        self._check_act(acts.RENEW)
        for subscription in self:
            subscription._renew(subscription._get_renewal_intervals())

    def _get_renewal_intervals(self):
        """Return by how many intervals a renewal lengthens the term: one by hand too."""
        self.ensure_one()
        if self.renewal == "on_payment":
            return self.renewal_count
        return self.term_count or self.renewal_count

    def _renew(self, intervals):
        """Add so many intervals to the term, counted from its present end."""
        self.ensure_one()
        end = self._get_timeline().renewed_end(intervals)
        self._write_kept({"date_end": end, "term_start": self.date_end})
        self._refresh_billing_date()
        here = self._in_office_language()
        last_day = format_date(here.env, end - timedelta(days=1))
        here._message_log(body=here.env._("Renewed up to %(day)s.", day=last_day))

    def _renew_by_itself(self, today):
        """Renew this subscription as often as is due by `today`, where that was agreed."""
        self.ensure_one()
        while self.renewal_date and self.renewal_date <= today:
            self._renew(self.renewal_count)

    @api.model
    def _renewable_domain(self, company, today):
        """Return the domain of the subscriptions that the job renews on `today`."""
        return [
            ("company_id", "=", company.id),
            ("state", "=", lifecycle.ACTIVE),
            ("renewal_date", "<=", today),
            *self._retry_domain(today),
        ]
