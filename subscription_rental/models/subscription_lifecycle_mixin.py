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

    def _set_state(self, state, reason=None, day=None, **values):
        """Move to `state`, with other values of the same move; say why in the chatter.

        :param day: from which day on; empty is today

        Subscriptions that are in that state already are left alone. Raises UserError for
        a move that the lifecycle does not know, and changes nothing then.
        """
        moving = self.filtered(lambda subscription: subscription.state != state)
        # The state is the system's: the write guard lets only the system change it.
        moving.sudo().write({**values, "state": state})
        if reason:
            moving._message_log_batch(bodies=dict.fromkeys(moving.ids, reason))
        for subscription in moving:
            today = day or subscription.company_id._subscription_today()
            subscription._record_mrr(today)
        return moving

    def _check_move(self, state):
        """Raise UserError unless each of these may go to `state`."""
        names = dict(self._fields["state"]._description_selection(self.env))
        for subscription in self:
            revivable = bool(subscription.revivable_until)
            if not lifecycle.can_move(subscription.state, state, revivable=revivable):
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

    # === what they do === #

    def _activate(self, today):
        """Start, or wait for the start date if it lies after `today`."""
        self.ensure_one()
        self._check_ready()
        if not self.contract_version:
            self._keep_contract(self.sale_order_id)
        if self.moved_in_billing_date:
            self._move_in(today)
            return
        self._request_deposit(today)
        met, start = self._get_start()
        if not met:
            self._set_state(lifecycle.SCHEDULED)
            if self.start_on_payment and not self.date_paid:
                self._bill_first_period(today)
            return
        start = start or today
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
        billed_before = self._get_provisional_slot()
        self._begin(opening, opening.first_start, start, date_start=start)
        if billed_before:
            self._fix_first_period(billed_before, opening)
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
            day=self.date_start or day,
            **values,
        )
        self._move_cursor(cursor)
        self._sync_benefits(day)

    # === what the billing job moves === #

    @api.model
    def _scheduled_domain(self, company, today):
        """Return what is scheduled to start on `today` or has missed its day."""
        return [
            ("company_id", "=", company.id),
            ("state", "=", lifecycle.SCHEDULED),
            ("date_start", "<=", today),
            ("is_waiting", "=", False),
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
