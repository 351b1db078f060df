from odoo import api, fields, models
from odoo.fields import Domain

from ...billing import collection, dunning, lifecycle
from ...locking import lock

# What a termination replaces, and a revival puts back.
DAYS = ("date_end", "date_end_before", "cancel_date")


class SubscriptionSubscription(models.Model):
    """The suspension, termination and revival of subscriptions that are dunned."""

    _inherit = "subscription.subscription"

    dunning_case_ids = fields.Many2many(
        "subscription.dunning.case",
        "subscription_dunning_case_subscription_rel",
        string="Dunning Cases",
        readonly=True,
        copy=False,
    )
    is_billing_held = fields.Boolean(
        string="Billing Held",
        readonly=True,
        copy=False,
        help="Nothing further is billed before what is unpaid is paid.",
        kept=True,
    )
    revivable_until = fields.Date(
        readonly=True,
        copy=False,
        help="Terminated for non-payment: until this day full payment puts it back.",
        kept=True,
    )
    terminated_values = fields.Json(
        readonly=True,
        copy=False,
        help="The end that it had before it was terminated: full payment puts it back.",
        kept=True,
    )
    dunning_state = fields.Char(
        string="Dunning", compute="_compute_dunning_state", compute_sudo=True
    )

    @api.depends("dunning_case_ids.state", "dunning_case_ids.next_date")
    @api.depends_context("lang")
    def _compute_dunning_state(self):
        for subscription in self:
            cases = subscription.dunning_case_ids.filtered(
                lambda case: case.state in ("open", "held", "terminated")
            )
            subscription.dunning_state = cases[:1]._get_sentence() if cases else False

    def _get_dunning_policy(self):
        """Return the dunning policy of this subscription's invoices; none is no dunning."""
        self.ensure_one()
        own = self.plan_id.dunning_policy_id
        return own or self.company_id.subscription_dunning_policy_id

    def _get_suspension_day(self, day):
        """Return the first day, from `day` on, that this subscription has not paid."""
        self.ensure_one()
        slots = self._get_billed_slots()
        unpaid = [
            slot.date_start
            for slot in slots
            if any(
                move.state == "posted" and move.payment_state in collection.UNPAID
                for move in slot.sudo()._get_invoices()
            )
        ]
        return dunning.suspended_from(day, unpaid, self.next_period_start or None)

    # === nothing further === #

    def _get_blocking_facts(self):
        """Return what a policy looks at before it holds back further bills.

        An override says what the subscription ships, and what its customer has.
        """
        self.ensure_one()
        return {"ships": False}

    def _hold_billing(self):
        """Hold back further bills of these subscriptions until they have paid."""
        if self:
            self._write_kept({"is_billing_held": True})

    def _release_billing(self):
        """Bill these subscriptions again, unless another open case blocks their bills."""
        held = self.filtered("is_billing_held")
        if not held:
            return
        cases = self.env["subscription.dunning.case"].search(
            Domain("subscription_ids", "in", held.ids)
            & Domain("state", "in", ("open", "held"))
        )
        released = held
        for case in cases:
            released -= case.policy_id._get_blocked(case.subscription_ids)
        released._write_kept({"is_billing_held": False})
        if released:
            self.env["subscription.billing.workers"]._get_jobs()._trigger()

    # === suspended, terminated, revived === #

    def _lift_suspension(self, today):
        """Resume suspended subscriptions; a pause the customer asked for continues."""
        suspended = self.filtered(lambda one: one.state == lifecycle.SUSPENDED)
        lock(suspended)
        for subscription in suspended:
            if subscription._is_pause_asked(today):
                # The customer asked for the pause: it goes on.
                subscription._set_state(lifecycle.PAUSED, day=today)
            else:
                subscription._resume(today)

    def _is_pause_asked(self, day):
        """Return whether the customer's own pause goes on beyond `day`."""
        self.ensure_one()
        pauses = self.env["subscription.pause"].sudo()
        asked = pauses.search_count(
            [("subscription_id", "=", self.id), ("date_end", "=", False)]
        )
        return bool(asked) and not (self.date_resume and self.date_resume <= day)

    def _terminate(self, revive_days, today):
        """Cancel these subscriptions unpaid; full payment in `revive_days` revives them."""
        for subscription in self:
            kept = {name: fields.Date.to_string(subscription[name]) for name in DAYS}
            kept["cancel_reason"] = subscription.cancel_reason
            subscription._cancel(today, self.env._("Terminated: not paid."), with_fee=False)
            subscription._write_kept(
                {
                    "terminated_values": kept,
                    "revivable_until": fields.Date.add(today, days=revive_days),
                }
            )

    def _revive_if_paid(self, paid_on, today):
        """Revive terminated subscriptions whose invoices were all paid in time."""
        for subscription in self.filtered("revivable_until"):
            late = paid_on > subscription.revivable_until
            if late or subscription.state != lifecycle.CANCELLED:
                continue
            if subscription._get_open_invoices():
                continue
            lock(subscription)
            subscription._revive(today)

    def _revive(self, today):
        """Undo the termination: this subscription is active again from `today` on."""
        self.ensure_one()
        self._set_state(
            lifecycle.ACTIVE,
            self._in_office_language().env._("Revived: everything is paid."),
            day=today,
            date_closed=False,
            date_paused=False,
            cancel_uid=False,
            # With the end that was agreed on, or asked for, before.
            **(self.terminated_values or {}),
        )
        # It can be terminated again, and until then it is no dead one.
        self._write_kept({"revivable_until": False, "terminated_values": False})
        self._skip_until(today)
        self._refresh_billing_date()

    def _end_for_good(self):
        """Make the end of these subscriptions final: no payment revives them."""
        self._write_kept({"revivable_until": False, "terminated_values": False})

    # === what others ask === #

    def _is_revivable(self):
        """Return True while full payment may revive the terminated subscription."""
        return bool(self.revivable_until) or super()._is_revivable()

    def _due_domain(self, company, today):
        """Leave out the subscriptions whose bills are held back until they have paid."""
        return [
            *super()._due_domain(company, today),
            ("is_billing_held", "=", False),
        ]

    def _get_sharing_key(self, slot):
        """Add the dunning policy: periods with another one come on another invoice."""
        return (*super()._get_sharing_key(slot), self._get_dunning_policy())

    def _transfer(self, partner, today, reason):
        """Transfer the subscription, and take it out of its former customer's cases."""
        result = super()._transfer(partner, today, reason)
        self._leave_cases(today)
        return result

    def _leave_cases(self, today):
        """Take this subscription out of its former customer's cases, and resume it.

        The former customer's invoices are dunned as before.
        """
        self.ensure_one()
        cases = self.sudo().dunning_case_ids.filtered(
            lambda case: self not in case.move_id._get_debtors()
        )
        if not cases:
            return
        cases._write_kept(
            {
                "subscription_ids": [fields.Command.unlink(self.id)],
                "suspended_ids": [fields.Command.unlink(self.id)],
            }
        )
        here = self._in_office_language()
        body = here.env._("%(name)s is another customer's now.", name=self.name)
        cases._message_log_batch(bodies=dict.fromkeys(cases.ids, body))
        self._release_billing()
        if not cases._get_suspended_elsewhere() & self:
            self._lift_suspension(today)
