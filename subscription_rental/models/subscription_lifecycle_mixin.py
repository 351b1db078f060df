from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..billing import lifecycle
from ..billing.errors import DateOutOfRange


class SubscriptionLifecycleMixin(models.AbstractModel):
    """The states of a subscription, its one door to them, and the buttons."""

    _name = "subscription.lifecycle.mixin"
    _description = "Lifecycle of a Subscription"

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("scheduled", "Scheduled"),
            ("active", "In Progress"),
            ("paused", "Paused"),
            ("suspended", "Suspended"),
            ("finished", "Finished"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    is_closed = fields.Boolean(
        compute="_compute_is_closed",
        search="_search_is_closed",
        help="Finished or cancelled.",
    )
    is_in_trial = fields.Boolean(
        string="In Trial", compute="_compute_is_in_trial", search="_search_is_in_trial"
    )
    date_paused = fields.Date(
        string="Stopped On",
        readonly=True,
        copy=False,
        help="Paused or suspended since: days from here on are not billed.",
    )
    date_closed = fields.Date(string="Closed On", readonly=True, copy=False)

    @api.depends("state")
    def _compute_is_closed(self):
        for subscription in self:
            subscription.is_closed = subscription.state in lifecycle.CLOSED

    def _search_is_closed(self, operator, value):
        if operator != "in":
            return NotImplemented
        closed = Domain("state", "in", list(lifecycle.CLOSED))
        return Domain.OR([closed if flag else ~closed for flag in value])

    @api.depends("state", "trial_end")
    def _compute_is_in_trial(self):
        for subscription in self:
            today = subscription.company_id._subscription_today()
            subscription.is_in_trial = subscription._is_in_trial(today)

    def _search_is_in_trial(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._subscription_today()
        trial = Domain("state", "=", lifecycle.ACTIVE) & Domain("trial_end", ">", today)
        return Domain.OR([trial if flag else ~trial for flag in value])

    def _is_in_trial(self, today):
        self.ensure_one()
        in_progress = self.state == lifecycle.ACTIVE
        return bool(in_progress and self.trial_end and today < self.trial_end)

    # === the door === #

    def _set_state(self, state, reason=None, **values):
        """Move to `state`, with other values of the same move; say why in the chatter.

        Subscriptions that are in that state already are left alone. Raises UserError for
        a move that the lifecycle does not know, and changes nothing then.
        """
        moving = self.filtered(lambda subscription: subscription.state != state)
        # The state is the system's: the write guard lets only the system change it.
        moving.sudo().write({**values, "state": state})
        if reason:
            moving._message_log_batch(bodies=dict.fromkeys(moving.ids, reason))
        return moving

    def _check_move(self, state):
        """Raise UserError unless each of these may go to `state`."""
        names = dict(self._fields["state"]._description_selection(self.env))
        for subscription in self:
            if not lifecycle.can_move(subscription.state, state):
                raise UserError(
                    self.env._(
                        "%(name)s is %(state)s: it cannot become %(target)s.",
                        name=subscription.display_name,
                        state=names[subscription.state],
                        target=names[state],
                    )
                )

    # === the buttons === #

    def action_activate(self):
        """Start these subscriptions, or schedule those whose start lies ahead."""
        self.check_access("write")
        for subscription in self:
            subscription._activate(subscription.company_id._subscription_today())

    def action_back_to_draft(self):
        """Take scheduled subscriptions back, to change them."""
        self.check_access("write")
        self._set_state(lifecycle.DRAFT)

    def action_pause(self):
        """Pause from today: no day is billed until they resume."""
        self.check_access("write")
        for subscription in self:
            today = subscription.company_id._subscription_today()
            subscription._stop(lifecycle.PAUSED, today)

    def action_resume(self):
        """Go on from today; days that passed unbilled in the pause stay unbilled."""
        self.check_access("write")
        # A bill may be made on the way, which the job must not make as well.
        self.sudo().lock_for_update(allow_referencing=True)
        for subscription in self:
            subscription._resume(subscription.company_id._subscription_today())

    def action_suspend(self):
        """Stop the service for non-payment; billing stops with it."""
        self.check_access("write")
        for subscription in self:
            today = subscription.company_id._subscription_today()
            subscription._stop(lifecycle.SUSPENDED, today)

    def action_cancel(self):
        """End these subscriptions today, before their planned end."""
        self.check_access("write")
        for company, subscriptions in self.grouped("company_id").items():
            subscriptions._cancel(company._subscription_today())

    # === what they do === #

    def _activate(self, today):
        """Start, or wait for the start date if it lies after `today`."""
        self.ensure_one()
        self._check_ready()
        if self.moved_in_billing_date:
            self._move_in(today)
            return
        start = self.date_start or today
        if start > today:
            self._set_state(lifecycle.SCHEDULED, date_start=start)
        else:
            self._start(start)

    def _check_ready(self):
        """Raise an error, naming what is missing, if this cannot be activated."""
        self.ensure_one()
        if self.state not in lifecycle.WAITING:
            raise UserError(
                self.env._("%(name)s has begun already.", name=self.display_name)
            )
        if not self.line_ids:
            raise ValidationError(
                self.env._(
                    "%(name)s has no product: add one on the Lines tab.",
                    name=self.display_name,
                )
            )
        self._check_rules()

    def _start(self, start):
        """Begin on `start`: the first dates, the trial's slot, the setup fee."""
        self.ensure_one()
        self._check_ready()
        opening = self._agree_opening(start)
        self._begin(opening, opening.first_start, start, date_start=start)
        if opening.trial:
            self._create_slots([(self, opening.trial)], kind="trial")
        self._charge_setup_fee()
        self._clear_billing_error()

    def _agree_opening(self, start, anchor=None):
        """Return the first dates from `start`; raise ValidationError if there are none."""
        try:
            return self._get_terms().opening(start, anchor)
        except DateOutOfRange as error:
            raise ValidationError(
                self.env._("The calendar ends before these terms do: shorten them.")
            ) from error

    def _begin(self, opening, cursor, day, **values):
        """Be in progress from `day` on, the first period to bill beginning on `cursor`."""
        self._set_state(
            lifecycle.ACTIVE,
            billing_anchor=opening.anchor,
            trial_end=opening.trial and opening.trial.end,
            date_end=opening.end,
            commitment_end=opening.commitment_end,
            **values,
        )
        self._move_cursor(cursor)
        self._sync_benefits(day)

    def _resume(self, today):
        """Go on after a pause or suspension.

        Days used before it are billed, if they were not. What was paid for is kept. Days
        that passed since become a skipped slot, and the next period is what is left of
        its slot: the billing day stays.
        """
        self.ensure_one()
        if self.state not in lifecycle.STOPPED:
            raise UserError(self.env._("%(name)s is not paused.", name=self.display_name))
        self._bill_due_periods(today)
        self._set_state(lifecycle.ACTIVE, date_paused=False)
        self._renew_by_itself(today)
        self._refresh_billing_date()
        self._skip_until(today)

    def _stop(self, state, today):
        """Pause or suspend from `today`: days used before are billed still."""
        self.ensure_one()
        self._set_state(state, date_paused=self.date_paused or today)
        self._refresh_billing_date()

    def _cancel(self, today, reason=None, with_fee=True):
        """End on `today`; what was used and not billed by then is billed still.

        :param with_fee: charge the early-termination fee, where one was agreed
        """
        for subscription in self:
            end = subscription._get_cancelled_end(today)
            fee = subscription._get_early_fee(today)
            subscription._set_state(
                lifecycle.CANCELLED, reason, date_closed=today, date_end=end
            )
            if with_fee and fee:
                subscription._charge_early_fee(fee)
            subscription._refresh_billing_date()
            subscription._settle_charges(today)
        self._sync_benefits(today)

    def _get_cancelled_end(self, today):
        """Return the end of one that is cancelled: never later than it was before."""
        self.ensure_one()
        if not self.billing_anchor:
            # A scheduled one never began: it has no days of its own.
            return False
        used = max(self.date_paused or today, self.date_start)
        return min(self.date_end or used, used)

    def _finish(self, today):
        """Close those whose term has run out."""
        self._set_state(lifecycle.FINISHED, date_closed=today)
        for subscription in self:
            subscription._settle_charges(today)
        self._sync_benefits(today)

    # === what the billing job moves === #

    @api.model
    def _scheduled_domain(self, company, today):
        """Return what is scheduled to start on `today` or has missed its day."""
        return [
            ("company_id", "=", company.id),
            ("state", "=", lifecycle.SCHEDULED),
            ("date_start", "<=", today),
            *self._retry_domain(today),
        ]

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
