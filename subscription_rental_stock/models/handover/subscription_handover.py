from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import goods, lifecycle, settlement


class SubscriptionSubscription(models.Model):
    """What handovers and returns do to a subscription (PL10, RG2)."""

    _inherit = "subscription.subscription"

    moved_in_serials = fields.Char(
        string="Moved In: Serial Numbers",
        copy=False,
        help="What the customer had already when it moved in, with commas between.",
    )

    def _check_handover_allowed(self):
        """Raise UserError unless goods of this subscription may go to the customer now."""
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

    def _get_start(self):
        """Delay the start by the plan's days after the handover (PL10)."""
        met, day = super()._get_start()
        delay = self.plan_id.start_delay_days
        if met and self.start_on_handover and delay:
            day = max(day, fields.Date.add(self.date_handed_over, days=delay))
        return met, day

    def _note_handed_over(self, day):
        """Start subscriptions that waited for goods; bill running ones for units out."""
        for subscription in self.filtered("start_on_handover"):
            if subscription.state == lifecycle.SCHEDULED:
                if not subscription.plan_id.start_at_delivery:
                    subscription._start_with_goods(day)
            elif subscription.billing_anchor:
                subscription._bill_what_is_out(day)

    def _start_with_goods(self, day):
        """Start this subscription, billed for the units that are out on `day`."""
        self.ensure_one()
        paid_before = bool(self._get_provisional_slot())
        if not paid_before:
            for line, out in self._get_out_by_line(day):
                if out < line._get_ordered():
                    line._write_kept(line._prepare_out_vals(out))
        if not self.date_handed_over:
            # The handover is a fact: whoever validated it need not know subscriptions.
            self._write_kept({"date_handed_over": day})
        self.sudo()._try_to_start(day)
        if paid_before and self.billing_anchor:
            self._bill_what_is_out(day)

    def _take_over_goods(self, today):
        """Record the goods that the customer of a moved-in subscription has (SE12).

        Where the import names no serial numbers of tracked goods, they are not followed and
        none is to be handed over.
        """
        self.ensure_one()
        lots = self._find_moved_in_lots()
        tracked = self._get_goods_lines(today).product_id.filtered(
            lambda product: product.tracking != "none"
        )
        if not self._get_goods_lines(today) or (tracked and not lots):
            self.sudo().is_goods_untracked = bool(tracked)
            return
        picking = self._plan_handover(today).sudo()
        picking._write_kept({"rental_moved_in": True})
        picking._hand_over_lots(lots)

    def _find_moved_in_lots(self):
        """Return the units named in the import; raise UserError if one is unknown."""
        self.ensure_one()
        names = [name.strip() for name in (self.moved_in_serials or "").split(",")]
        names = [name for name in names if name]
        # Clerks who import need not be in charge of the warehouse.
        lots = self.env["stock.lot"].sudo()
        found = lots.search(
            Domain("name", "in", names)
            & Domain("company_id", "in", [False, self.company_id.id])
            & Domain("product_id", "in", self.line_ids.product_id.ids)
        )
        missing = set(names) - set(found.mapped("name"))
        if missing:
            raise UserError(
                self.env._(
                    "%(serials)s: no unit of what is rented has this serial number. "
                    "Receive it in Inventory first.",
                    serials=", ".join(sorted(missing)),
                )
            )
        return found

    def _bill_what_is_out(self, day):
        """Change the lines to bill as many units as the customer has by now."""
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
        """Credit replaced units that came back; charge late ones once closed."""
        for subscription in self:
            back = assignments.filtered(
                lambda one, own=subscription: one.subscription_id == own
            )
            back._take_back_replacement(day)
            if subscription.is_closed and subscription.plan_id.late_fee:
                returned = back.filtered(lambda one: one.end_reason == "return")
                returned._charge_late(subscription._get_end_of_rent(), day)
                subscription.sudo()._settle_charges(day)
