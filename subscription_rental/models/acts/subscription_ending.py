from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import lifecycle
from ...billing.settlement import next_period


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
    cancel_reason = fields.Char(readonly=True, copy=False, kept=True)
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
        for company, subscriptions in self.grouped("company_id").items():
            subscriptions._cancel(company._subscription_today())

    def action_undo_cancel(self):
        """Go on as if these had not been cancelled."""
        self.check_access("write")
        # The job must not end it in the meantime.
        self.sudo().lock_for_update(allow_referencing=True)
        for subscription in self:
            subscription._undo_cancel()

    def _cancel(self, today, reason=None, *, with_fee=True, credit_unused=False):
        """End on `today`; what was used and not billed by then is billed still.

        :param with_fee: charge the early-termination fee, where one was agreed
        :param credit_unused: give back what was billed for days after it
        """
        for subscription in self:
            end = subscription._get_cancelled_end(today)
            fee = subscription._get_early_fee(today, credit_unused=credit_unused)
            rows = subscription._get_unused(end) if credit_unused else []
            subscription._set_state(
                lifecycle.CANCELLED,
                reason,
                day=today,
                date_closed=today,
                date_end=end,
                cancel_date=end or today,
                cancel_reason=reason,
                cancel_uid=self.env.uid,
            )
            subscription._charge_adjustments(rows)
            if credit_unused and end:
                subscription._cut_slots(end)
            if with_fee and fee:
                subscription._charge_early_fee(fee)
            subscription._refresh_billing_date()
            subscription._take_back_first_period(today)
            subscription._settle_charges(today)

    def _get_unused(self, end):
        """Return what billed periods give back if it ends on `end`."""
        self.ensure_one()
        return self._get_adjustments(self._plan_cut(), cut=end) if end else []

    def _get_cancelled_end(self, today):
        """Return the end of one that is cancelled: never later than it was before."""
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

    def _schedule_cancel(self, end, today, reason, *, with_fee=True):
        """Let it run up to `end`, not renew, and be cancelled then."""
        self.ensure_one()
        self._check_cancellable(end, today)
        fee = self._get_early_fee(today, end=end)
        self._write_kept(
            {
                "date_end_before": self.date_end,
                "date_end": end,
                "cancel_date": end,
                "cancel_reason": reason,
                "cancel_uid": self.env.uid,
            }
        )
        if with_fee and fee:
            self._charge_early_fee(fee)
        self._refresh_billing_date()
        body = self.env._(
            "Cancelled as of %(day)s: %(reason)s",
            day=format_date(self.env, end),
            reason=reason,
        )
        self._message_log(body=body)

    def _check_running(self):
        """Raise UserError unless this has begun, and is not over."""
        self.ensure_one()
        if self.state not in lifecycle.RUNNING:
            raise UserError(
                self.env._("%(name)s is not in progress.", name=self.display_name)
            )

    def _check_cancellable(self, end, today):
        self.ensure_one()
        if self.state not in (lifecycle.ACTIVE, lifecycle.SUSPENDED) or self.cancel_date:
            raise UserError(
                self.env._(
                    "%(name)s is not in progress, or is cancelled already.",
                    name=self.display_name,
                )
            )
        if end <= today:
            raise UserError(self.env._("That day is over: cancel it today instead."))

    def _undo_cancel(self):
        """Take back a cancellation that is not over yet."""
        self.ensure_one()
        if not self.cancel_date or self.is_closed:
            raise UserError(
                self.env._("%(name)s has no cancellation to undo.", name=self.display_name)
            )
        fees = self._get_pending_charges().filtered(
            lambda charge: charge.kind == "early_termination"
        )
        fees._cancel(self.env._("The cancellation was undone."))
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
        self._message_log(body=self.env._("The cancellation was undone: it goes on."))

    def _finish(self, today):
        """Close those that are over: cancelled by somebody, or at the end of their term."""
        cancelled = self.filtered("cancel_date")
        cancelled._set_state(lifecycle.CANCELLED, day=today, date_closed=today)
        finished = self - cancelled
        finished._set_state(lifecycle.FINISHED, day=today, date_closed=today)
        for subscription in self:
            subscription._settle_charges(today)

    @api.model
    def _ended_domain(self, company, today):
        """Return what has run out by `today` and is billed to its end."""
        return [
            ("company_id", "=", company.id),
            ("state", "in", list(lifecycle.RUNNING)),
            ("finish_date", "<=", today),
            ("renewal_date", "=", False),
            ("next_billing_date", "=", False),
        ]
