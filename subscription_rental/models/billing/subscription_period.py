from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ...billing.proration import exact
from ...locking import lock

CREDITED_ACTIVITY = "subscription_rental.mail_activity_type_credited"


class SubscriptionPeriod(models.Model):
    """A period that is billed again: its draft is gone, or the period was credited."""

    _inherit = "subscription.period"

    run_id = fields.Many2one(
        "subscription.billing.run", index="btree_not_null", ondelete="set null"
    )
    amount_left = fields.Monetary(
        string="Left to Bill",
        compute="_compute_amount_left",
        help="What was credited of this period and not invoiced again, before taxes.",
    )
    can_bill_again = fields.Boolean(compute="_compute_can_bill_again")

    @api.depends("move_line_ids.parent_state", "move_line_ids.amount_currency")
    def _compute_amount_left(self):
        for slot in self:
            # Who may read the slot may know what is left of it.
            left = slot.sudo()._get_lines_left() if slot._is_credited() else {}
            slot.amount_left = sum(amount for amount, _part in left.values())

    @api.depends("subscription_id.period_ids.voided_at", "amount_left")
    def _compute_can_bill_again(self):
        voided = self.filtered("voided_at")
        taken = {slot._get_key() for slot in voided._get_successors()}
        for slot in self:
            gone = slot.voided_at and slot.kind != "withdrawn"
            free = gone and slot._get_key() not in taken
            slot.can_bill_again = bool(free or slot.amount_left)

    def _is_credited(self):
        """Return whether a posted credit note took back from this slot."""
        self.ensure_one()
        return not self.voided_at and any(
            line.parent_state == "posted" and line.move_id.move_type == "out_refund"
            for line in self.sudo().move_line_ids
        )

    def _get_lines_left(self):
        """Return {subscription line: (amount left to bill, its part of the price)}.

        The amount left was credited, and is on no other invoice, not even on a draft.
        """
        self.ensure_one()
        period = self._get_period().overlap(None, self.subscription_id.date_end or None)
        left = {}
        for line, price in self._get_slot_amounts(period) if period else ():
            due, _taxed = line._get_taxed(price)
            amount = due - self._get_net(line)
            if self.currency_id.compare_amounts(float(amount), 0) > 0:
                left[line] = float(amount), amount / due
        return left

    def _get_slot_amounts(self, period):
        """Return [(line, what it costs in `period`, a part of this slot)]."""
        rule = replace(self._get_slot_rule(), period=period)
        shares = (
            (line, rule.share(rule.part(line._get_version())))
            for line in self.subscription_id.line_ids
        )
        return [(line, line._get_line_amount(share)) for line, share in shares if share]

    def _get_net(self, subscription_line):
        """Return the amount invoiced for a line in this slot, less what was credited.

        Pending charges of the line in this slot count as well.
        """
        waiting = self.charge_ids.filtered(
            lambda charge: charge.state == "pending" and charge.line_id == subscription_line
        )
        return sum(
            -exact(line.amount_currency)
            for line in self.move_line_ids
            if line.rental_line_id == subscription_line and line._counts_for_period()
        ) + sum(charge._get_taxed(charge.amount)[0] for charge in waiting)

    def action_bill_again(self):
        """Bill this period again, whose invoice is gone or credited; open the new invoice.

        The cursor does not move. After its draft was deleted the period gets a new slot;
        what was credited is invoiced in the slot that there is.
        """
        self.ensure_one()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Two people at once: the second finds the period taken.
        lock(subscription.sudo())
        today = subscription.company_id._subscription_today()
        if self.amount_left:
            invoice = self._bill_what_is_left(today)
        elif self.voided_at and not self._get_successors():
            slot = subscription._create_slots([(subscription, self._get_period())])
            invoice = subscription._create_period_invoices(slot, today, None)
        else:
            raise UserError(
                self.env._("%(period)s is billed already.", period=self.display_name)
            )
        return invoice._action_view_rental_invoices()

    def _bill_what_is_left(self, today):
        """Return an invoice for what was credited of this slot."""
        self.ensure_one()
        subscription = self.subscription_id
        period = self._get_period().overlap(None, subscription.date_end or None)
        rule = replace(self._get_slot_rule(), period=period)
        lines = [
            line._prepare_period_line_vals(
                self, rule.whole, rule.share(rule.part(line._get_version())), part
            )
            for line, (_amount, part) in self.sudo()._get_lines_left().items()
        ]
        vals = subscription._prepare_invoice_vals(lines, today, None)
        invoice = subscription._make_invoices([vals])
        self._settle_questions()
        return invoice

    def _ask_to_bill_again(self):
        """Ask the owner whether these credited periods are to be billed again."""
        for slot in self.filtered("amount_left"):
            subscription = slot.subscription_id
            if subscription.is_closed:
                continue
            amount = formatLang(self.env, slot.amount_left, currency_obj=slot.currency_id)
            subscription.activity_schedule(
                CREDITED_ACTIVITY,
                summary=self.env._("Bill %(period)s again?", period=slot.display_name),
                note=self.env._(
                    "%(amount)s of it was credited. Press Bill Again on the Schedule tab, "
                    "or mark this as done to leave it so.",
                    amount=amount,
                ),
                user_id=subscription._get_billing_owner().id,
            )

    def _settle_questions(self):
        """Close the activities of subscriptions with no period left to bill again."""
        self.invalidate_recordset(["amount_left"])
        settled = self.subscription_id.filtered(
            lambda one: not any(one.period_ids.mapped("amount_left"))
        )
        settled.activity_feedback([CREDITED_ACTIVITY], feedback=self.env._("Billed again."))

    def action_view_invoices(self):
        """Open the invoices and credit notes of this period."""
        self.ensure_one()
        return self.move_line_ids.move_id._action_view_rental_invoices()
