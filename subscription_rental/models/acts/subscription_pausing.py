from dataclasses import dataclass
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing import acts, lifecycle, pauses
from ...locking import lock
from ...words import format_days


@dataclass(frozen=True)
class Pausing:
    """All that a pause does: the day of resuming, and the credits."""

    rule: str
    resume: date | None
    at_once: bool
    # [(step, slot, adjustment)] for billed days that are given back.
    rows: list
    # Why it cannot be paused so, as a sentence.
    problem: str

    @property
    def amount(self):
        """Return the credit of the pause before taxes, as a negative amount."""
        return float(sum(adjustment.amount for _step, _slot, adjustment in self.rows))

    def check(self):
        """Raise ValidationError if the subscription cannot be paused as planned."""
        if self.problem:
            raise ValidationError(self.problem)


class SubscriptionSubscription(models.Model):
    """Pausing and resuming, and what becomes of the days that are paid."""

    _inherit = "subscription.subscription"

    date_resume = fields.Date(
        string="Resumes On",
        readonly=True,
        copy=False,
        help="The day on which it goes on by itself; empty: somebody resumes it.",
        kept=True,
    )
    pause_rule = fields.Selection(
        [
            ("lost", "Lost: billing days stay as they are"),
            ("credited", "Credited: billing days stay as they are"),
            ("moved", "Kept: credited on the next bill, and the end moves"),
        ],
        string="Paid Days",
        readonly=True,
        copy=False,
        help="What becomes of the days of the pause that were billed.",
        kept=True,
    )

    def action_pause(self):
        """Pause these subscriptions from today: no day is billed until they resume."""
        self.check_access("write")
        for subscription in self:
            today = subscription.company_id._subscription_today()
            subscription._pause(today)

    def action_resume(self):
        """Resume these subscriptions today; unbilled days of the pause stay unbilled."""
        self.check_access("write")
        # A bill may be made on the way, which the job must not make as well.
        lock(self.sudo())
        for subscription in self:
            subscription._resume(subscription.company_id._subscription_today())

    def action_suspend(self):
        """Suspend these subscriptions for non-payment; their billing stops, too."""
        self.check_access("write")
        self._check_act(acts.SUSPEND)
        for subscription in self:
            today = subscription.company_id._subscription_today()
            subscription._stop(lifecycle.SUSPENDED, today)

    def _pause(self, today, *, rule="lost", resume=None, at_once=False):
        """Pause this subscription from `today`; parameters are those of `_plan_pause`."""
        plan = self._plan_pause(today, rule=rule, resume=resume, at_once=at_once)
        plan.check()
        self._apply_pause(plan, today)

    def _plan_pause(self, today, *, rule="lost", resume=None, at_once=False):
        """Return the `Pausing` that a pause from `today` is; nothing is written.

        :param rule: what becomes of days that were billed: `lost`, `credited`, or `moved`
        :param resume: the day on which the billing job resumes it, if one is agreed
        :param at_once: credit at once, and not on the next bill
        """
        self.ensure_one()
        problem = self._get_pause_problem(today, resume)
        given_back = rule != "lost" and not problem
        return Pausing(
            rule=rule,
            resume=None if problem else resume or self._get_last_pause_day(today),
            at_once=at_once,
            rows=self._get_unused_in_pause(today) if given_back else [],
            problem=problem,
        )

    def _apply_pause(self, plan, today):
        """Pause this subscription as planned; the caller has locked the row."""
        self.ensure_one()
        charges = self._charge_adjustments(plan.rows)
        ends = {
            slot.id: fields.Date.to_string(slot.date_end)
            for slot in self._get_billed_slots().filtered(lambda one: one.date_end > today)
        }
        self._stop(lifecycle.PAUSED, today, pause_rule=plan.rule, date_resume=plan.resume)
        pause = self._get_open_pause()
        pause.slot_ends = ends
        charges.sudo().pause_id = pause
        if plan.rule != "lost":
            self._cut_slots(today)
        if charges and plan.at_once:
            self._invoice_charges(charges, today)

    def _get_unused_in_pause(self, today):
        """Return what billed periods give back for the days from `today` on."""
        self.ensure_one()
        return self._get_adjustments(self._plan_cut(), cut=today)

    def _get_pause_problem(self, today, resume):
        """Return why this subscription cannot be paused up to `resume`; or nothing."""
        self.ensure_one()
        if problem := self._get_act_problem(acts.PAUSE):
            return problem
        if resume and resume <= today:
            return self.env._("Choose a later day than today to resume on.")
        if not self.pause_max_days:
            return ""
        left = self._get_pause_days_left(today)
        asked = (resume - today).days if resume else 0
        if left > 0 and asked <= left:
            return ""
        return self.env._(
            "%(name)s may be paused for %(days)s a year, of which there is left: %(left)s. "
            "Choose an earlier day to resume on.",
            name=self.display_name,
            days=format_days(self.env, self.pause_max_days),
            left=format_days(self.env, max(left, 0)),
        )

    def _get_pause_days_left(self, today):
        """Return the days of pause left to this subscription in the year up to `today`."""
        self.ensure_one()
        spans = [
            (pause.date_start, pause.date_end)
            for pause in self.env["subscription.pause"]
            .sudo()
            .search([("subscription_id", "=", self.id)])
        ]
        return self.pause_max_days - pauses.days_in_year(spans, today)

    def _get_last_pause_day(self, today):
        """Return the day by which a pause has to end, None if there is no limit."""
        self.ensure_one()
        if not self.pause_max_days:
            return None
        return today + timedelta(days=self._get_pause_days_left(today))

    def _stop(self, state, today, **values):
        """Pause or suspend this subscription from `today`; used days are billed still."""
        self.ensure_one()
        self._set_state(state, day=today, date_paused=self.date_paused or today, **values)
        self._refresh_billing_date()
        if state == lifecycle.PAUSED:
            # The ledger is the system's: users read it.
            self.env["subscription.pause"].sudo().create(
                {"subscription_id": self.id, "date_start": today}
            )

    def _resume(self, day, today=None):
        """Resume this subscription from `day` on, after a pause or suspension.

        Days used before the pause are billed, if they were not. Days of the pause become a
        skipped slot, and the next period is what is left of its slot: the billing day
        stays. Where paid days are kept, periods and the end move by the pause instead.

        :param today: the day of invoices, if the job comes later than `day`
        """
        self.ensure_one()
        self._check_act(acts.RESUME)
        pause = self._get_open_pause()
        if pause._can_undo(day):
            self._undo_pause(pause, day)
            return
        self._bill_due_periods(today or day)
        stopped = self.date_paused
        moved = self.pause_rule == "moved"
        self._go_on(day)
        if moved:
            self._move_end((day - stopped).days)
        self._renew_by_itself(day)
        self._refresh_billing_date()
        self._skip_until(day)
        if moved and self.billing_anchor != day and self.next_period_start == day:
            here = self._in_office_language()
            self._reanchor(day, here.env._("The pause moved its periods."))

    def _undo_pause(self, pause, day):
        """Take back this `pause`, which began on `day`: as if it had never been (LC5)."""
        self.ensure_one()
        pause._undo()
        self._go_on(day)
        ends = (fields.Date.to_date(end) for end in (pause.slot_ends or {}).values())
        self._move_cursor(max([self.next_period_start, *ends]))
        self._renew_by_itself(day)

    def _go_on(self, day):
        """Set this subscription active again from `day` on; its pause ends."""
        self._set_state(
            lifecycle.ACTIVE,
            day=day,
            date_paused=False,
            pause_rule=False,
            date_resume=False,
        )
        self._end_pause(day)

    def _get_open_pause(self):
        """Return the open row of this subscription in the ledger of pauses, if any."""
        return (
            self.env["subscription.pause"]
            .sudo()
            .search([("subscription_id", "=", self.id), ("date_end", "=", False)])
        )

    def _end_pause(self, today):
        """Close the open row in the ledger of pauses, if there is one."""
        open_row = self._get_open_pause()
        open_row.date_end = today
        # Closed in SQL, too, before the next one opens on the same day.
        open_row.flush_recordset(["date_end"])

    def _move_end(self, days):
        """Move the end of the term, and of the commitment, `days` later."""
        self._write_kept(
            {
                name: self[name] + timedelta(days=days)
                for name in ("date_end", "commitment_end")
                if self[name]
            }
        )

    @api.model
    def _resumable_domain(self, company, today):
        """Return the domain of the subscriptions that the job resumes on `today`."""
        return [
            ("company_id", "=", company.id),
            ("state", "=", lifecycle.PAUSED),
            ("date_resume", "<=", today),
            *self._retry_domain(today),
        ]
