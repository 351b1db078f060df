from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ... import retold
from ...billing import acts, lifecycle
from ...billing.settlement import next_period
from ...locking import lock


@dataclass(frozen=True)
class Ending:
    """All that a cancellation does: the subscription's end, the fee and the credits."""

    # The first day without it; None if it never began.
    end: date | None
    # Today, and not at the end of what is paid.
    at_once: bool
    # [(step, slot, adjustment)] for days that are given back.
    rows: list
    gives_back: bool
    fee: float
    is_fee_waived: bool
    # Why it cannot end so, as a sentence.
    problem: str

    @property
    def charged_fee(self):
        """Return the early-termination fee that is charged."""
        return 0.0 if self.is_fee_waived else self.fee

    @property
    def amount(self):
        """Return the cost of the cancellation before taxes, negative if it gives back."""
        given_back = sum(adjustment.amount for _step, _slot, adjustment in self.rows)
        return float(given_back) + self.charged_fee

    def check(self):
        """Raise UserError if the subscription cannot end as planned."""
        if self.problem:
            raise UserError(self.problem)


class SubscriptionSubscription(models.Model):
    """How a subscription ends: today, at the end of what is paid, or with its term."""

    _inherit = "subscription.subscription"

    cancel_date = fields.Date(
        string="Cancelled As Of",
        readonly=True,
        copy=False,
        tracking=True,
        help="The first day without it; until then the cancellation can be undone.",
        kept=True,
    )
    cancel_reason = retold.Char(readonly=True, copy=False, kept=True)
    cancel_uid = fields.Many2one(
        "res.users", string="Cancelled By", readonly=True, copy=False, kept=True
    )
    date_end_before = fields.Date(
        readonly=True,
        copy=False,
        help="The end that it had before it was cancelled.",
        kept=True,
    )

    def action_cancel(self):
        """End these subscriptions today, before their planned end."""
        self.check_access("write")
        for subscription in self:
            today = subscription.company_id._subscription_today()
            plan = subscription._plan_cancel(today)
            plan.check()
            subscription._apply_cancel(plan, today)

    def action_undo_cancel(self):
        """Take back the cancellation of these subscriptions, and its fee."""
        self.check_access("write")
        # The job must not end it in the meantime.
        lock(self.sudo())
        for subscription in self:
            subscription._undo_cancel()

    def _cancel(self, today, reason=None, *, with_fee=True, credit_unused=False):
        """End these subscriptions on `today`, also within their minimum term.

        Days that were used and not billed by then are billed still.

        :param with_fee: charge the early-termination fee, where one was agreed
        :param credit_unused: give back what was billed for days after the end
        """
        for subscription in self:
            plan = subscription._plan_cancel(
                today, with_fee=with_fee, credit_unused=credit_unused
            )
            subscription._apply_cancel(plan, today, reason)

    def _schedule_cancel(self, end, today, reason, *, with_fee=True):
        """End this subscription on `end`; until then the cancellation can be undone."""
        plan = self._plan_cancel(today, end=end, with_fee=with_fee)
        plan.check()
        self._apply_cancel(plan, today, reason)

    def _plan_cancel(self, today, *, end=None, with_fee=True, credit_unused=False):
        """Return the `Ending` that a cancellation on `today` is; write nothing.

        :param end: the subscription's first day after the end, if it goes on for a while
        :param with_fee: without, a manager lets the customer go, minimum term or not
        :param credit_unused: what was billed for days after the end is given back
        """
        self.ensure_one()
        at_once = end is None
        last = self._get_cancelled_end(today) if at_once else end
        gives_back = at_once and credit_unused
        return Ending(
            end=last or None,
            at_once=at_once,
            rows=self._get_unused(last) if gives_back else [],
            gives_back=gives_back,
            fee=self._get_early_fee(today, end=end, credit_unused=gives_back),
            is_fee_waived=not with_fee,
            problem=self._get_ending_problem(last or today, today, at_once, with_fee),
        )

    def _get_ending_problem(self, end, today, at_once, with_fee):
        """Return why this subscription cannot end on `end`, as a sentence; or nothing."""
        problem = self._get_act_problem(acts.CANCEL if at_once else acts.CANCEL_LATER)
        if problem:
            return problem
        if not at_once and end <= today:
            return self.env._("That day is over: let it end today.")
        return self._get_commitment_problem(end, waived=not with_fee)

    def _apply_cancel(self, plan, today, reason=None):
        """End this subscription as planned; the caller has locked the row."""
        self.ensure_one()
        if plan.at_once:
            self._apply_cancel_now(plan, today, reason)
        else:
            self._apply_cancel_later(plan, reason)

    def _apply_cancel_now(self, plan, today, reason):
        self._set_state(
            lifecycle.CANCELLED,
            reason,
            day=today,
            date_closed=today,
            date_end=plan.end or False,
            cancel_date=plan.end or today,
            cancel_reason=reason,
            cancel_uid=self.env.uid,
        )
        self._charge_adjustments(plan.rows)
        if plan.gives_back and plan.end:
            self._cut_slots(plan.end)
        if plan.charged_fee:
            self._charge_early_fee(plan.charged_fee)
        self._refresh_billing_date()
        self._take_back_first_period(today)
        self._take_back_deposit(today)
        self._settle_charges(today)

    def _apply_cancel_later(self, plan, reason):
        self._write_kept(
            {
                "date_end_before": self.date_end,
                "date_end": plan.end,
                "cancel_date": plan.end,
                "cancel_reason": reason,
                "cancel_uid": self.env.uid,
            }
        )
        if plan.charged_fee:
            self._charge_early_fee(plan.charged_fee)
        self._refresh_billing_date()
        here = self._in_office_language()
        body = here.env._(
            "Cancelled as of %(day)s: %(reason)s",
            day=format_date(here.env, plan.end),
            reason=reason,
        )
        self._message_log(body=body)

    def _get_unused(self, end):
        """Return the credits of billed periods if the subscription ends on `end`."""
        self.ensure_one()
        return self._get_adjustments(self._plan_cut(), cut=end) if end else []

    def _get_cancelled_end(self, today):
        """Return this subscription's end if it is cancelled: never later than before."""
        self.ensure_one()
        if not self.billing_anchor:
            # A scheduled one never began: it has no days of its own.
            return False
        used = max(self.date_paused or today, self.date_start)
        return min(self.date_end or used, used)

    # === at the end of what is paid === #

    def _get_period_end(self, today):
        """Return the first day after what is paid, or after the period that runs."""
        self.ensure_one()
        end = next_period(
            self._get_terms(), self._get_timeline(), self.next_period_start, today
        )
        return min(self.date_end or end, end)

    def _undo_cancel(self):
        """Take back the cancellation of this subscription, which still runs."""
        self.ensure_one()
        self._check_act(acts.UNDO_CANCEL)
        fees = self._get_pending_charges().filtered(
            lambda charge: charge.kind == "early_termination"
        )
        fees._cancel_charges(self.env._("The cancellation was undone."))
        self._write_kept(
            {
                "date_end": self.date_end_before,
                "date_end_before": False,
                "cancel_date": False,
                "cancel_reason": False,
                "cancel_uid": False,
            }
        )
        self._refresh_billing_date()
        here = self._in_office_language()
        here._message_log(body=here.env._("The cancellation was undone: it goes on."))

    def _finish(self, today):
        """Close subscriptions as cancelled or finished, and settle their charges."""
        cancelled = self.filtered("cancel_date")
        cancelled._set_state(lifecycle.CANCELLED, day=today, date_closed=today)
        finished = self - cancelled
        finished._set_state(lifecycle.FINISHED, day=today, date_closed=today)
        for subscription in self:
            subscription._settle_charges(today)

    @api.model
    def _ended_domain(self, company, today):
        """Return the domain of subscriptions over by `today` and billed to their end."""
        return [
            ("company_id", "=", company.id),
            ("state", "in", list(lifecycle.RUNNING)),
            ("finish_date", "<=", today),
            ("renewal_date", "=", False),
            ("next_billing_date", "=", False),
        ]
