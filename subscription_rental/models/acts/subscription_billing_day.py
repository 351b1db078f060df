from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import acts, billing_day


class SubscriptionSubscription(models.Model):
    """Another billing day for a subscription that runs (LC11)."""

    _inherit = "subscription.subscription"

    def _plan_billing_day(self, day):
        """Return the `Timeline` whose periods are counted from `day` on; nothing moves."""
        self.ensure_one()
        return billing_day.move(self._get_timeline(), self.next_period_start, day)

    def _get_bridge(self, timeline, day):
        """Return the periods of `timeline` up to `day` that are not billed yet."""
        self.ensure_one()
        bridge = []
        period = timeline.period(self.next_period_start)
        while period and period.start < day:
            bridge.append(period)
            period = timeline.period(period.end)
        return bridge

    def _move_billing_day(self, day, today):
        """Count the periods of this subscription from `day` on; the row is locked.

        What is billed stays. Raises UserError with the reason where that is not possible.
        """
        self.ensure_one()
        if problem := self._get_billing_day_problem(day, today):
            raise UserError(problem)
        timeline = self._plan_billing_day(day)
        former = timeline.former
        self._write_kept(
            {
                "billing_anchor": timeline.anchor,
                "former_anchor": former and former.anchor,
                "former_count": former.interval.count if former else 0,
                "former_unit": former and former.interval.unit,
                "former_until": former and former.until,
            }
        )
        self._refresh_billing_date()
        self._message_log(
            body=self.env._(
                "Billing periods are counted from %(day)s on.",
                day=format_date(self.env, day),
            )
        )

    def _get_billing_day_problem(self, day, today):
        """Return why periods cannot be counted from `day` on, as a sentence; or ""."""
        self.ensure_one()
        if problem := self._get_act_problem(acts.CHANGE):
            return problem
        found = billing_day.problem(
            self._get_timeline(), self.next_period_start, today, day
        )
        return self._get_billing_day_sentences()[found] if found else ""

    def _get_billing_day_sentences(self):
        """Return {reason: the sentence that says it of this subscription}."""
        first, end, until = (
            format_date(self.env, self[name])
            for name in ("next_period_start", "date_end", "former_until")
        )
        return {
            billing_day.BILLED: self.env._(
                "It is billed up to there already: choose %(day)s or a later day.",
                day=first,
            ),
            billing_day.PASSED: self.env._("Choose a day that is to come."),
            billing_day.ENDED: self.env._(
                "It ends on %(day)s: choose a day before.", day=end
            ),
            billing_day.FAR: self.env._("Choose a day within the next twelve months."),
            billing_day.SAME: self.env._("A period begins on that day anyway."),
            billing_day.WAITS: self.env._(
                "Another interval begins on %(day)s: move the billing day after that.",
                day=until,
            ),
        }
