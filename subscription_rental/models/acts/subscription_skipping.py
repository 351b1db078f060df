from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import acts, left_out

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
        here = self._in_office_language()
        here._message_log(
            body=here.env._(
                "Skipped: %(first)s to %(last)s. Nobody pays for that period. %(reason)s",
                first=format_date(here.env, period.start),
                last=format_date(here.env, period.last_day),
                reason=reason or "",
            )
        )

    def _check_left_out_from(self, plan, day):
        """Raise UserError if a change to `plan` on `day` left out other periods."""
        if plan._get_terms().interval != self._get_interval():
            self._check_no_skips_from(day)
        self._check_season_from(plan, day)

    def _check_no_skips_from(self, day):
        """Raise UserError if a period from `day` on is skipped.

        With another interval it would be another period that costs nothing: a year in
        place of a month.
        """
        self.ensure_one()
        # What the user may see of the subscription decides nothing here.
        later = self.sudo().skip_ids.filtered(lambda skip: skip.date_start >= day)
        if later:
            raise UserError(
                self.env._(
                    "The period from %(day)s on is skipped: let it be billed after all "
                    "before another interval begins.",
                    day=format_date(self.env, later[0].date_start),
                )
            )

    def _check_season_from(self, plan, day):
        """Raise UserError if the season of `plan` would decide on days before `day`.

        What is billed in arrears is billed by the season that held while it was used.
        """
        self.ensure_one()
        period = self._get_timeline().period(self.next_period_start)
        if not period or period.start >= day:
            return
        seasons = (self._get_months(), plan._get_months())
        before, after = (left_out.is_out_of_season(period, one) for one in seasons)
        if before != after:
            raise UserError(
                self.env._(
                    "%(plan)s is billed in other months, and the period that runs is not "
                    "billed yet: change to it on %(day)s.",
                    plan=plan.name,
                    day=format_date(self.env, period.end),
                )
            )
