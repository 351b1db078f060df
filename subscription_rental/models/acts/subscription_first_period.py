from odoo import models

from ...billing import collection, selling
from ...billing.settlement import Adjustment, Slot, settle
from ...locking import lock
from ..billing.subscription_settlement import Step


class SubscriptionSubscription(models.Model):
    """The first invoice of a subscription that is paid before it starts.

    It bills the first period, whose days are provisional until the start is known.
    """

    _inherit = "subscription.subscription"

    # === the first invoice, before the start === #

    def _bill_first_period(self, today):
        """Invoice the first period of a subscription that waits for its payment."""
        self.ensure_one()
        agreed = self._get_terms()
        if not selling.is_paid_at_signing(agreed) or self._get_billed_slots():
            return self.env["account.move"]
        start = max(self.date_start or today, today)
        _timeline, period = selling.first_period(agreed, start)
        self._charge_setup_fee()
        slot = self._create_slots([(self, period)])
        return self._create_period_invoices(slot, today, None)

    def _get_provisional_slot(self):
        """Return the slot that was billed before the subscription began, if any."""
        self.ensure_one()
        return self._get_billed_slots() if not self.billing_anchor else self.period_ids[:0]

    def _fix_first_period(self, slot, opening):
        """Set the true days of the period that was billed before the start.

        Where they are another part of an interval, the next invoice settles the difference.
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
        lines._write_kept(
            {"rental_first_day": period.start, "rental_last_day": period.last_day}
        )
        self._charge_shares(slot, before, after, settled)
        self._move_cursor(period.end)

    def _charge_shares(self, slot, before, after, settled):
        """Charge the difference of the true first period from the provisional one."""
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
        """Credit the first invoices of these subscriptions, if they never began."""
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

    def _take_back_deposit(self, today):
        """Credit the unpaid deposits of these subscriptions, if they never began."""
        for subscription in self.filtered(lambda one: not one.billing_anchor):
            # Subscription users bill without being accountants.
            receipt = subscription.sudo().deposit_move_id
            if receipt.state == "draft":
                receipt.button_cancel()
            elif receipt.state == "posted" and receipt.payment_state == "not_paid":
                never = subscription.env._("It never began.")
                receipt._reverse_moves([{"invoice_date": today, "ref": never}], cancel=True)

    def _bill_what_was_paid(self):
        """Bill the first period of these subscriptions, if due: its money was received."""
        new = self.filtered(lambda one: one.next_billing_date and not one.period_ids)
        # The job must not bill it as well.
        lock(new)
        for company, owned in new.grouped("company_id").items():
            today = company._subscription_today()
            due = owned.filtered(lambda one, day=today: one.next_billing_date <= day)
            due._bill_due_periods(today)

    def _get_signing_moves(self):
        """Return the unpaid first invoices and deposits of these subscriptions."""
        unpaid = self.filtered(lambda one: not one.date_paid)
        moves = unpaid.sudo().deposit_move_id
        for subscription in unpaid:
            first = subscription._get_billed_slots().sorted("date_start")[:1]
            moves |= first.sudo().move_line_ids.move_id
        return moves.filtered(
            lambda move: (
                move.state in ("draft", "posted")
                and move.move_type in ("out_invoice", "out_receipt")
                and move.payment_state in collection.UNPAID
            )
        )
