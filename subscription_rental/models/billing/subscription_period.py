from dataclasses import replace
from uuid import uuid4

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
            slot.amount_left = (
                slot.sudo()._get_left_to_bill() if slot._may_have_left() else 0.0
            )

    def _get_left_to_bill(self):
        """Return what was credited of this slot and not invoiced again, before taxes."""
        left = sum(amount for amount, _part in self._get_lines_left().values())
        return left - float(sum(map(self._get_net, self._get_gone_lines())))

    @api.depends("subscription_id.period_ids.voided_at", "amount_left")
    def _compute_can_bill_again(self):
        voided = self.filtered("voided_at")
        taken = {slot._get_key() for slot in voided._get_successors()}
        for slot in self:
            gone = slot.voided_at and slot.kind != "withdrawn"
            free = gone and slot._get_key() not in taken
            slot.can_bill_again = bool(free or slot.amount_left)

    def _may_have_left(self):
        """Return whether something of this slot was credited, or lost its draft bill.

        What a change settled stays on another invoice then: the slot is not free.
        """
        self.ensure_one()
        if self.voided_at:
            return False
        living = self.sudo().move_line_ids.filtered(
            lambda line: line.parent_state != "cancel"
        )
        is_credited = any(
            line.parent_state == "posted" and line.move_id.move_type == "out_refund"
            for line in living
        )
        only_settled = living and all(line.rental_charge_id for line in living)
        return bool(is_credited or only_settled)

    def _void_unless_invoiced(self):
        """Ask about slots as well whose draft is gone, and what changed in them is not."""
        result = super()._void_unless_invoiced()
        self.invalidate_recordset(["amount_left"])
        self._ask_to_bill_again()
        return result

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

    def _get_gone_lines(self):
        """Return the lines that a change took out of this slot, if they are owed to it.

        The change gave back what they had cost, and so did a credit note afterwards.
        """
        self.ensure_one()
        rule = self._get_slot_rule()
        return self.subscription_id.line_ids.filtered(
            lambda line: (
                not rule.share(rule.part(line._get_version())) and self._get_net(line) < 0
            )
        )

    def _charge_gone_lines(self):
        """Return new charges for what was given back twice of lines that are gone."""
        self.ensure_one()
        subscription = self.subscription_id
        settled = subscription._get_settled(self)
        period, whole = self._get_period(), self._get_slot_rule().whole
        # The ledger is the system's: users read it.
        return (
            self.env["subscription.charge"]
            .sudo()
            .create(
                [
                    {
                        "subscription_id": subscription.id,
                        "kind": "proration",
                        "product_id": line.product_id.id,
                        "name": line._get_invoice_line_name(period, whole, 1),
                        "amount": float(-settled[line, self].net),
                        "line_id": line.id,
                        "period_id": self.id,
                        "date_first": period.start,
                        "date_last": period.last_day,
                        "source_key": f"again/{uuid4()}",
                    }
                    for line in self.sudo()._get_gone_lines()
                ]
            )
        )

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
        lines, base_lines = [], []
        for line, (_amount, part) in self.sudo()._get_lines_left().items():
            share = rule.share(rule.part(line._get_version()))
            # It is a part of the rounded price: so it comes to what is left, to the cent.
            asked = line._get_version().worth * share
            part *= exact(line._get_line_amount(share)) / asked
            vals = line._prepare_period_line_vals(self, rule.whole, share, part)
            lines.append(vals)
            price = line._get_unit_price(share * part)
            base_lines.append(line._prepare_base_line(price, line.quantity, line.discount))
        # What those invoices gave, their credit notes took back: it is given again.
        again = self._get_invoices().line_ids._free_credits() | self._charge_gone_lines()
        lines += [
            charge._prepare_charge_line_vals()
            for charge in again.with_env(self.env)._absorbed_by(base_lines)
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
