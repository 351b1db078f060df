from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import acts

# Whoever skips a period knows when: later is a slip of the keyboard.
LONGEST_AHEAD = relativedelta(years=2)


class SubscriptionSubscription(models.Model):
    """A period to come is skipped, or billed after all (LC11)."""

    _inherit = "subscription.subscription"

    def _get_skip_period(self, day):
        """Return the period to come that `day` lies in, None if it has none."""
        self.ensure_one()
        timeline, cursor = self._get_timeline(), self.next_period_start
        if day < cursor or (timeline.end and day >= timeline.end):
            return None
        start = max(timeline.slot(day).start, cursor)
        if timeline.former and start < timeline.former.until <= day:
            start = timeline.former.until
        return timeline.period(start)

    def _get_skip_problem(self, day, today):
        """Return why the period of `day` cannot be skipped, as a sentence; or ""."""
        self.ensure_one()
        return (
            self._get_act_problem(acts.CHANGE)
            or self._get_skip_day_problem(day, today)
            or self._get_skip_period_problem(day)
        )

    def _get_skip_day_problem(self, day, today):
        if day < self.next_period_start:
            return self.env._(
                "It is billed up to there already: choose %(day)s or a later day. What is "
                "paid can be given back by a pause.",
                day=format_date(self.env, self.next_period_start),
            )
        if day > max(self.next_period_start, today) + LONGEST_AHEAD:
            return self.env._("Choose a day within the next two years.")
        return ""

    def _get_skip_period_problem(self, day):
        period = self._get_skip_period(day)
        if not period:
            return self.env._("It has no period on that day.")
        reason = self._is_left_out(period)
        if reason == "season":
            return self.env._("That period is out of season: nobody pays for it.")
        return self.env._("That period is skipped already.") if reason else ""

    def _skip_period(self, day, today, reason=""):
        """Skip the period of this subscription that `day` lies in; the row is locked.

        Raises UserError with the reason where that is not possible.
        """
        self.ensure_one()
        if problem := self._get_skip_problem(day, today):
            raise UserError(problem)
        period = self._get_skip_period(day)
        # The ledger is the system's; the caller checked that the user may write.
        self.env["subscription.skip"].sudo().create(
            {
                "subscription_id": self.id,
                "date_start": period.start,
                "note": reason,
            }
        )
        self._after_skips()
        self._message_log(
            body=self.env._(
                "Skipped: %(first)s to %(last)s. Nobody pays for that period. %(reason)s",
                first=format_date(self.env, period.start),
                last=format_date(self.env, period.last_day),
                reason=reason or "",
            )
        )
