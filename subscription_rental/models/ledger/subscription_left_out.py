from odoo import fields, models

from ...billing import left_out


class SubscriptionSubscription(models.Model):
    """Periods that are left out: outside the season, or skipped by agreement (LC11)."""

    _inherit = "subscription.subscription"

    skip_ids = fields.One2many(
        "subscription.skip",
        "subscription_id",
        string="Skipped Periods",
        readonly=True,
        copy=False,
        kept=True,
    )

    def _is_left_out(self, period, timeline=None):
        """Return whether `period` of this subscription is not billed, and why not.

        :param timeline: that the period is of, if it is not the subscription's own
        :return: "season" or "skip"; False if it is billed
        """
        self.ensure_one()
        if left_out.is_out_of_season(period, self._get_months()):
            return "season"
        # What the user may see of the subscription decides nothing here.
        days = self.sudo().skip_ids.mapped("date_start")
        if not days:
            return False
        timeline = timeline or self._get_timeline()
        return "skip" if left_out.is_skipped(timeline, period, days) else False

    def _get_next_billed(self, timeline, cursor):
        """Return the first period from `cursor` on that is billed, None without one."""
        self.ensure_one()
        return left_out.next_billed(
            timeline, cursor, lambda period: self._is_left_out(period, timeline)
        )

    def _without_left_out(self, periods):
        """Return those of these periods of this subscription that are billed."""
        self.ensure_one()
        return [period for period in periods if not self._is_left_out(period)]

    def _split_left_out(self, due):
        """Return ([what is billed], [what is left out]) of these (subscription, period)."""
        billed, skipped = [], []
        for subscription, period in due:
            rows = skipped if subscription._is_left_out(period) else billed
            rows.append((subscription, period))
        return billed, skipped

    def _after_skips(self):
        """Count anew what counts billed periods, after a skip or the end of one."""
        self._refresh_billing_date()
