from odoo import api, models
from odoo.exceptions import ValidationError

from ...billing import acts, lifecycle
from ...billing.errors import DateOutOfRange


class SubscriptionSubscription(models.Model):
    """Starting a subscription: at once, on its day, or when its conditions are met."""

    _inherit = "subscription.subscription"

    _scheduled_idx = models.Index("(company_id, date_start) WHERE state = 'scheduled'")

    # === the buttons === #

    def action_activate(self):
        """Start these subscriptions, or schedule those whose start lies ahead.

        Their customers are told, the first time.
        """
        self.check_access("write")
        # What moves in was agreed on elsewhere, long ago.
        new = self.filtered(
            lambda one: not one.contract_version and not one.moved_in_billing_date
        )
        for subscription in self:
            subscription._activate(subscription.company_id._subscription_today())
        new._send_confirmation()

    def action_back_to_draft(self):
        """Set scheduled subscriptions back to draft, to change them."""
        self.check_access("write")
        # What is a draft already is left alone, beside others.
        begun = self.filtered(lambda one: one.state != lifecycle.DRAFT) or self
        begun._check_act(acts.BACK_TO_DRAFT)
        begun._fold_phases()
        begun._set_state(lifecycle.DRAFT)

    # === what they do === #

    def _activate(self, today):
        """Start this subscription, or schedule it until its day and conditions come."""
        self.ensure_one()
        self._check_act(acts.ACTIVATE)
        self._check_ready()
        if not self.contract_version:
            self._keep_contract()
        self._lay_out_phases()
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
        """Raise an error that names what is missing to activate this subscription."""
        self.ensure_one()
        self._check_act(acts.START)
        if not self.line_ids:
            raise ValidationError(
                self.env._(
                    "%(name)s has no product: add one on the Lines tab.",
                    name=self.display_name,
                )
            )
        self._check_rules()

    def _start(self, start):
        """Start this subscription on `start`: set its dates, trial slot and setup fee."""
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
        """Set this subscription active from `day` on, to be billed from `cursor` on."""
        self._lay_out_phases()
        self._set_state(
            lifecycle.ACTIVE,
            billing_anchor=opening.anchor,
            next_period_start=cursor,
            trial_end=opening.trial and opening.trial.end,
            date_end=opening.end,
            term_start=opening.end and values.get("date_start", self.date_start),
            commitment_end=opening.commitment_end,
            day=day,
            **values,
        )
        self._move_cursor(cursor)

    # === what the billing job moves === #

    @api.model
    def _scheduled_domain(self, company, today):
        """Return the domain of the scheduled subscriptions to start by `today`."""
        return [
            ("company_id", "=", company.id),
            ("state", "=", lifecycle.SCHEDULED),
            ("date_start", "<=", today),
            ("is_waiting", "=", False),
            *self._retry_domain(today),
        ]
