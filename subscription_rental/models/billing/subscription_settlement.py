from dataclasses import dataclass, replace
from uuid import uuid4

from odoo import api, models
from odoo.tools.misc import format_date

from ...billing import settlement
from ...billing.proration import exact


@dataclass
class Step:
    """A change of one line: the line ends, is added (`vals`), or its days are cut.

    `follows`: what a line that is added comes after, if not after `line`: another line, or
    the step that adds it.
    """

    line: models.Model
    before: settlement.Version | None
    after: settlement.Version | None
    vals: dict | None = None
    follows: "models.Model | Step | None" = None

    @property
    def is_cut(self):
        """Return whether the line goes on, and only days of billed periods are cut."""
        return self.vals is None and self.before == self.after


class SubscriptionSubscription(models.Model):
    """The settlement of billed periods in which a subscription changes."""

    _inherit = "subscription.subscription"

    def _plan_cut(self, lines=None):
        """Return the steps that take days away from `lines`, or from all lines."""
        self.ensure_one()
        lines = self.line_ids if lines is None else lines
        versions = [(line, line._get_version()) for line in lines]
        return [Step(line, version, version) for line, version in versions]

    def _get_adjustments(self, steps, cut=None):
        """Return [(step, slot, adjustment)] for the billed periods that steps change.

        :param cut: billed periods end on this day
        """
        self.ensure_one()
        slots = self._get_billed_slots()
        settled = self._get_settled(slots)
        rows = []
        for slot in slots.sorted("date_start"):
            rule = slot._get_slot_rule()
            left = rule.cut(cut) if cut else rule
            found = []
            for step in steps:
                paid = settled.get((step.line, slot)) if step.before else None
                adjustment = settlement.adjust(
                    rule,
                    step.before,
                    step.after if left else None,
                    settled=paid or settlement.Settled(),
                    rounding=self.currency_id.rounding,
                    left=left,
                )
                if adjustment and adjustment.amount:
                    found.append((step, slot, adjustment))
            rows += self._limit_to_paid(found, settled)
        return rows

    @api.model
    def _limit_to_paid(self, rows, settled):
        """Return `rows` of one slot that give back no more than was paid for it.

        :param settled: see `_get_settled`
        """
        if not rows:
            return rows
        slot = rows[0][1]
        of_slot = [one for (_line, own), one in settled.items() if own == slot]
        if not any(one.given for one in of_slot):
            return rows
        net = sum(one.net for one in of_slot)
        amounts = [adjustment.amount for _step, _slot, adjustment in rows]
        kept = settlement.within(net, amounts)
        return [
            (step, slot, replace(adjustment, amount=amount))
            for (step, slot, adjustment), amount in zip(rows, kept, strict=True)
            if amount
        ]

    def _get_settled(self, slots):
        """Return {(line, slot): `Settled`, with what is pending}, priced like a product.

        What counts is what invoices and credit notes say, and not what was agreed.
        """
        settled = {}
        # Who may change the subscription may know what became of it.
        for line in slots.sudo().move_line_ids:
            if not line.rental_line_id or not line._counts_for_period():
                continue
            key = line.rental_line_id, line.rental_period_id
            before = settled.get(key, settlement.Settled())
            amount = line._get_rental_amount()
            is_gift = line.move_id.move_type == "out_refund" and not line.rental_charge_id
            settled[key] = (
                replace(before, given=before.given - amount)
                if is_gift
                else replace(before, invoiced=before.invoiced + amount)
            )
        for charge in self._get_pending_charges().filtered("line_id"):
            key = charge.line_id, charge.period_id
            before = settled.get(key, settlement.Settled())
            invoiced = before.invoiced + exact(charge.amount)
            settled[key] = replace(before, invoiced=invoiced)
        return settled

    def _charge_adjustments(self, rows):
        """Return new charges, one for each adjustment."""
        # The ledger is the system's: users read it.
        charges = self.env["subscription.charge"].sudo()
        return charges.create(
            [
                {
                    "subscription_id": self.id,
                    "kind": "proration",
                    "product_id": step.line.product_id.id,
                    "name": self._get_adjustment_name(step.line.name, adjustment),
                    "amount": float(adjustment.amount),
                    "line_id": step.line.id,
                    "period_id": slot.id,
                    "date_first": adjustment.part.start,
                    "date_last": adjustment.part.last_day,
                    "source_key": f"proration/{uuid4()}",
                }
                for step, slot, adjustment in rows
            ]
        )

    def _get_adjustment_name(self, name, adjustment):
        """Return the invoice text of an adjustment, in the customer's language."""
        here = self.with_context(lang=self.partner_invoice_id.lang)
        words = {
            "name": (name or "").split("\n")[0],
            "first": format_date(here.env, adjustment.part.start),
            "last": format_date(here.env, adjustment.part.last_day),
            "part": adjustment.part.days,
            "whole": adjustment.whole,
        }
        if adjustment.amount < 0:
            return here.env._(
                "%(name)s, given back\n%(first)s to %(last)s (%(part)s of %(whole)s days)",
                **words,
            )
        return here.env._(
            "%(name)s\n%(first)s to %(last)s (%(part)s of %(whole)s days)", **words
        )

    def _get_ending_slots(self, day):
        """Return the slots, billed or skipped, that go on beyond `day`."""
        return self.period_ids.filtered(
            lambda slot: (
                slot.kind in ("billed", "skipped")
                and not slot.voided_at
                and slot.date_end > day
            )
        )

    def _cut_slots(self, day):
        """End the slots on `day`, after the caller credited the billed days beyond."""
        self.ensure_one()
        for slot in self._get_ending_slots(day):
            if slot.date_start < day:
                slot._truncate(day)
            else:
                slot._withdraw()
        if day < self.next_period_start:
            self._move_cursor(day)
