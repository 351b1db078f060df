from odoo import api, fields, models
from odoo.exceptions import UserError

from ..billing import lifecycle, selling
from ..billing.settlement import Adjustment, Slot, settle
from ..billing.terms import ARREARS
from .subscription_settlement_mixin import Step


class SubscriptionStartMixin(models.AbstractModel):
    """What a subscription waits for before it starts: a date, a payment, a handover.

    What is paid before the start has its invoice the same day: that bills the first
    period, whose days are provisional until the start is known.
    """

    _name = "subscription.start.mixin"
    _inherit = ["subscription.settlement.mixin"]
    _description = "Start of a Subscription"

    date_paid = fields.Date(
        string="First Payment On", readonly=True, copy=False, tracking=True
    )
    date_handed_over = fields.Date(
        string="Handed Over On", readonly=True, copy=False, tracking=True
    )
    is_waiting = fields.Boolean(
        compute="_compute_is_waiting",
        store=True,
        help="A payment or a handover is to come before it can start.",
    )
    waits_for = fields.Char(compute="_compute_waits_for")

    @api.depends(
        "start_on_payment", "start_on_handover", "date_paid", "date_handed_over", "state"
    )
    def _compute_is_waiting(self):
        for subscription in self:
            met, _day = subscription._get_start()
            subscription.is_waiting = not met and subscription.state in lifecycle.WAITING

    @api.depends("is_waiting", "state", "date_paid", "date_handed_over", "date_start")
    @api.depends_context("lang")
    def _compute_waits_for(self):
        for subscription in self:
            subscription.waits_for = subscription._get_waits_for()

    def _get_start(self):
        """Return (whether all that it waits for has come, the day of its start)."""
        self.ensure_one()
        return selling.starts_on(
            self.date_start or None,
            paid=(self.start_on_payment, self.date_paid or None),
            handed_over=(self.start_on_handover, self.date_handed_over or None),
        )

    def _get_waits_for(self):
        """Return what it waits for, as a sentence; or nothing."""
        self.ensure_one()
        if self.state != lifecycle.SCHEDULED:
            return ""
        payment = self.start_on_payment and not self.date_paid
        handover = self.start_on_handover and not self.date_handed_over
        if payment:
            return (
                self.env._("Waits for its first payment, and to be handed over")
                if handover
                else self.env._("Waits for its first payment")
            )
        if handover:
            return (
                self.env._("Paid, to hand over")
                if self.start_on_payment
                else self.env._("To hand over")
            )
        return self.env._(
            "Waits for its start on %(day)s", day=self._show_day("date_start")
        )

    def action_hand_over(self):
        """Note that the customer has the goods from today on; start what waited for it."""
        self.check_access("write")
        self.sudo().lock_for_update(allow_referencing=True)
        for subscription in self:
            subscription._check_handover()
            today = subscription.company_id._subscription_today()
            subscription.sudo().date_handed_over = today
            subscription._try_to_start(today)

    def _check_handover(self):
        self.ensure_one()
        waits = self.state == lifecycle.SCHEDULED and self.start_on_handover
        if not waits or self.date_handed_over:
            raise UserError(
                self.env._("%(name)s waits for no handover.", name=self.display_name)
            )
        unpaid = self.start_on_payment and not self.date_paid
        if unpaid and not self.env.user.has_group("subscription_rental.group_manager"):
            raise UserError(
                self.env._(
                    "%(name)s is not paid yet: a manager has to consent to the handover.",
                    name=self.display_name,
                )
            )

    def _note_payment(self, day):
        """Note the first payment on `day`; start what waited for it."""
        for subscription in self.filtered("start_on_payment"):
            if subscription.date_paid or subscription.is_closed:
                continue
            # A payment is a fact: whoever registered it need not know subscriptions.
            subscription.sudo().date_paid = day
            subscription._try_to_start(day)

    def _try_to_start(self, today):
        """Start those whose conditions are all met, or let them wait for their day."""
        for subscription in self:
            met, day = subscription._get_start()
            if not met or subscription.state != lifecycle.SCHEDULED:
                continue
            # The start is the system's: the conditions give it.
            subscription.sudo().date_start = day
            if day <= today:
                subscription._start(day)

    # === the first invoice, before the start === #

    def _bill_first_period(self, today):
        """Return the invoice of the first period of what waits for its payment."""
        self.ensure_one()
        agreed = self._get_terms()
        if agreed.timing == ARREARS or agreed.trial_days or self.period_ids:
            return self.env["account.move"]
        start = max(self.date_start or today, today)
        _timeline, period = selling.first_period(agreed, start)
        self._charge_setup_fee()
        slot = self._create_slots([(self, period)])
        return self._create_period_invoices(slot, today, None)

    def _get_provisional_slot(self):
        """Return the slot that was billed before it began, if there is one."""
        self.ensure_one()
        return self._get_billed_slots() if not self.billing_anchor else self.period_ids[:0]

    def _fix_first_period(self, slot, opening):
        """Give the period that was billed before the start its own days.

        Where these are another part of an interval, the next invoice settles it.
        """
        self.ensure_one()
        timeline = self._get_timeline()
        period = timeline.period(opening.first_start)
        before = slot._get_slot_rule()
        after = Slot(period, timeline.slot(period.start).days)
        settled = self._get_settled(slot)
        # The ledger is the system's: users read it.
        slot.sudo().write(
            {
                "date_start": period.start,
                "date_end": period.end,
                "slot_days": after.whole,
            }
        )
        lines = slot.sudo().move_line_ids.filtered("rental_line_id")
        lines.write({"rental_first_day": period.start, "rental_last_day": period.last_day})
        self._charge_shares(slot, before, after, settled)
        self._move_cursor(period.end)

    def _charge_shares(self, slot, before, after, settled):
        """Charge or credit what the true first period costs beside the provisional one."""
        rows = []
        for line in self.line_ids:
            version = line._get_version()
            amount = settle(
                version.worth,
                before.share(before.period),
                after.share(after.period),
                settled=settled.get((line, slot), 0),
                rounding=self.currency_id.rounding,
            )
            if amount:
                adjustment = Adjustment(amount, after.period, after.whole)
                rows.append((Step(line, version, version), slot, adjustment))
        self._charge_adjustments(rows)

    def _take_back_first_period(self, today):
        """Credit what was invoiced for these, if they never began."""
        for subscription in self.filtered(lambda one: not one.billing_anchor):
            slots = subscription._get_billed_slots()
            # Subscription users bill without being accountants.
            invoices = slots.sudo().move_line_ids.move_id
            invoices.filtered(lambda move: move.state == "draft").button_cancel()
            posted = invoices.filtered(lambda move: move.state == "posted")
            refunds = posted._reverse_moves(
                [
                    {"invoice_date": today, "ref": subscription.env._("It never began.")}
                    for _move in posted
                ]
            )
            refunds._post(soft=False)
            for slot in slots.filtered(lambda one: not one.voided_at):
                slot._withdraw()

    def _bill_what_was_paid(self):
        """Bill the first period of these now, if it is due: its money was received."""
        new = self.filtered(lambda one: one.next_billing_date and not one.period_ids)
        # The job must not bill it as well.
        new.lock_for_update(allow_referencing=True)
        for company, owned in new.grouped("company_id").items():
            today = company._subscription_today()
            due = owned.filtered(lambda one, day=today: one.next_billing_date <= day)
            due._bill_due_periods(today)

    def _get_signing_moves(self):
        """Return what is paid when an order is signed: first invoices and deposits."""
        unpaid = self.filtered(lambda one: not one.date_paid)
        moves = unpaid.sudo().deposit_move_id
        for subscription in unpaid:
            first = subscription._get_billed_slots().sorted("date_start")[:1]
            moves |= first.sudo().move_line_ids.move_id
        return moves.filtered(
            lambda move: (
                move.state in ("draft", "posted")
                and move.move_type in ("out_invoice", "out_receipt")
                and move.payment_state in ("not_paid", "partial")
            )
        )

    def _send_confirmation(self):
        """Tell the customers of these what they subscribed to, where the company does."""
        template = self.env.ref(
            "subscription_rental.mail_template_confirmation", raise_if_not_found=False
        )
        for subscription in self:
            if template and subscription.company_id.subscription_confirmation_mail:
                template.send_mail(subscription.id)
