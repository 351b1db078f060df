from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import goods, lifecycle, settlement


class SubscriptionHandoverMixin(models.AbstractModel):
    """What handovers and returns do to a subscription (PL10, RG2)."""

    _name = "subscription.handover.mixin"
    _description = "Handover of a Subscription"

    def _check_handover_allowed(self):
        """Raise UserError unless goods of this may go to the customer now."""
        self.ensure_one()
        subscription = self.sudo()
        manager = self.env.user.has_group("subscription_rental.group_manager")
        if subscription.state not in (lifecycle.SCHEDULED, lifecycle.ACTIVE):
            raise UserError(
                self.env._(
                    "%(name)s is not in progress: nothing is handed over for it.",
                    name=subscription.display_name,
                )
            )
        if subscription.start_on_payment and not subscription.date_paid and not manager:
            raise UserError(
                self.env._(
                    "%(name)s is not paid yet: a manager has to consent to the handover.",
                    name=subscription.display_name,
                )
            )
        if subscription.is_billing_held and not manager:
            raise UserError(
                self.env._(
                    "%(name)s has unpaid invoices: nothing is handed over until they are "
                    "paid, unless a manager consents.",
                    name=subscription.display_name,
                )
            )

    def _note_handed_over(self, day):
        """Start what waited for its goods; bill what customers have, from its day."""
        for subscription in self.filtered("start_on_handover"):
            if subscription.state == lifecycle.SCHEDULED:
                subscription._start_with_goods(day)
            elif subscription.billing_anchor:
                subscription._bill_what_is_out(day)

    def _start_with_goods(self, day):
        """Start with the units that were handed over; the others follow from their day."""
        self.ensure_one()
        paid_before = bool(self._get_provisional_slot())
        if not paid_before:
            for line, out in self._get_out_by_line(day):
                if out < line._get_ordered():
                    line.sudo().write(line._prepare_out_vals(out))
        if not self.date_handed_over:
            # The handover is a fact: whoever validated it need not know subscriptions.
            self.sudo().date_handed_over = day
        self.sudo()._try_to_start(day)
        if paid_before and self.billing_anchor:
            self._bill_what_is_out(day)

    def _bill_what_is_out(self, day):
        """Let the lines be billed for as many units as the customer has by now."""
        self.ensure_one()
        subscription = self.sudo()
        edits = [
            (line, line._prepare_out_vals(out))
            for line, out in subscription._get_out_by_line(day)
            if line.product_id.uom_id.compare(line._get_in_unit(out), line.quantity)
            and (line.quantity_ordered or out < line._get_ordered())
        ]
        if edits:
            change = subscription._plan_change(edits, day, policy=settlement.DAILY)
            subscription._apply_change(change, day, at_once=False)

    def _get_out_by_line(self, day):
        """Return [(line, how many of its units are out)], in the products' own units."""
        self.ensure_one()
        rows = []
        out = self._get_out()
        for product, lines in self._get_goods_lines(day).grouped("product_id").items():
            ordered = lines.sorted(lambda one: (one.date_from or day, one.id))
            asked = [line._get_ordered() for line in ordered]
            held = out.filtered(lambda one, own=product: one.product_id == own)
            count = min(sum(held.mapped("quantity")), sum(asked))
            rows += zip(ordered, goods.allocate(asked, count), strict=True)
        return rows

    def _note_returned(self, assignments, day):
        """Charge what came back late, on what is over already."""
        for subscription in self:
            late = assignments.filtered(
                lambda one, own=subscription: one.subscription_id == own
            )
            late._take_back_replacement(day)
            if subscription.is_closed and subscription.date_closed:
                subscription._charge_late_days(late, day)

    def _charge_late_days(self, assignments, day):
        """Charge the days after the end, up to the value of each unit."""
        self.ensure_one()
        if not self.plan_id.late_fee:
            return
        for assignment in assignments.filtered(lambda one: one.end_reason == "return"):
            fee, days = assignment._get_late_fee(self.date_end or self.date_closed, day)
            if not self.currency_id.is_zero(fee):
                self._charge_late(assignment, fee, days)
        self.sudo()._settle_charges(day)

    def _charge_late(self, assignment, fee, days):
        """Write down what a unit that came back late costs."""
        lang = self.partner_invoice_id.lang
        here = self.with_context(lang=lang)
        name = here.env._(
            "%(unit)s: %(days)s days late",
            unit=assignment.with_context(lang=lang).display_name,
            days=days,
        )
        # The ledger of charges is the system's.
        self.env["subscription.charge"].sudo().create(
            {
                "subscription_id": self.id,
                "kind": "late",
                "product_id": assignment.product_id.id,
                "name": name,
                "amount": fee,
                "source_key": f"late/{assignment.id}",
            }
        )
