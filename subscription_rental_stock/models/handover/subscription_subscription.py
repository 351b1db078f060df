from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import acts, lifecycle

# So long what was shipped may be on its way.
WAY = timedelta(days=14)


class SubscriptionSubscription(models.Model):
    """The goods of a subscription, which follow its states and changes."""

    _inherit = "subscription.subscription"

    def _after_move(self, before, day):
        """Plan the handovers of started subscriptions; end the goods of closed ones."""
        result = super()._after_move(before, day)
        # Whatever day the move counts from, goods go out and come back from now on.
        today = max(day, self.company_id._subscription_today())
        for subscription in self:
            was = before[subscription]
            if was == lifecycle.DRAFT and not subscription.moved_in_billing_date:
                subscription._plan_handover(today)
            elif was in lifecycle.CLOSED:
                subscription._recall_return()
                subscription._plan_handover(today)
        self.filtered(lambda one: one.state == lifecycle.DRAFT)._cancel_handovers()
        self.filtered("is_closed")._end_goods(today)
        return result

    def _move_in(self, today):
        """Move in; record the goods that the customer has from the other system."""
        result = super()._move_in(today)
        self._take_over_goods(today)
        return result

    def action_back_to_draft(self):
        """Refuse to set a subscription back to draft while its customer has goods."""
        for subscription in self:
            if subscription._get_out():
                raise UserError(
                    self.env._(
                        "%(name)s has units with the customer: take them back first.",
                        name=subscription.display_name,
                    )
                )
        return super().action_back_to_draft()

    def _apply_change(self, change, today, *, at_once):
        """Apply the change; plan the handovers of the goods that it asks for."""
        result = super()._apply_change(change, today, at_once=at_once)
        self._follow_lines(today)
        return result

    def _get_blocking_facts(self):
        """Add whether goods are shipped for good, and whether the customer has a unit."""
        return super()._get_blocking_facts() | {
            "ships": self.plan_id.goods_handling == "ship",
            "holds_unit": bool(self._get_out()),
        }

    def _release_billing(self):
        """Release the bills; make the deliveries that were held back at once."""
        held = self.filtered("is_billing_held")
        result = super()._release_billing()
        if held != held.filtered("is_billing_held"):
            self.env.ref("subscription_rental_stock.ir_cron_ship").sudo()._trigger()
        return result

    def _get_act_facts(self):
        """Add whether the customer keeps goods with which the plan does not pause."""
        facts = super()._get_act_facts()
        keeps = bool(self._get_out()) and not self.plan_id.pause_with_goods
        return replace(facts, keeps_goods=keeps)

    @api.depends("assignment_ids.date_to", "plan_id.pause_with_goods")
    def _compute_possible_acts(self):
        return super()._compute_possible_acts()

    def _get_reason_sentences(self):
        """Add the sentence that names the goods with which the plan does not pause."""
        units = self._get_out()
        sentence = self.env._(
            "%(customer)s still has %(units)s: take it back first, or let the plan "
            "pause with goods.",
            customer=self.partner_id.display_name,
            units=", ".join(units.mapped("display_name")),
        )
        return super()._get_reason_sentences() | {acts.KEEPS_GOODS: sentence}

    def _undo_cancel(self):
        """Undo the cancellation; cancel the returns that were announced for it."""
        result = super()._undo_cancel()
        self._recall_return()
        return result

    def _transfer(self, partner, today, reason):
        """Transfer; set the new customer's address on open handovers and returns."""
        result = super()._transfer(partner, today, reason)
        moves = self._get_open_moves("out") | self._get_open_moves("in")
        moves.picking_id.partner_id = self.partner_shipping_id
        return result

    def _prepare_coming_vals(self, step):
        """Clear the ordered quantity of a line where another quantity is agreed on."""
        values = super()._prepare_coming_vals(step)
        line = step.line
        given = (step.vals or {}).get("quantity")
        if "quantity_ordered" not in (step.vals or {}) and line and given != line.quantity:
            values["quantity_ordered"] = 0.0
        return values

    def action_hand_over(self):
        """Open the handovers of these subscriptions; what is under way has none left."""
        self.check_access("write")
        for company, owned in self.grouped("company_id").items():
            owned._plan_handover(company._subscription_today())
        pickings = self._get_open_moves("out").picking_id
        if pickings:
            return pickings.action_rental_ship()
        return super().action_hand_over()

    def _end_goods(self, today):
        """Give up handovers, announce returns, and tell the owner which units are out."""
        self._cancel_handovers()
        for subscription in self:
            due = subscription._get_return_by()
            subscription._announce_return(today, due)
            units = subscription._get_out()
            if units:
                subscription._ask_for_return(units, due or today)

    def _get_headline_parts(self, next_amount):
        """Add the goods that are out to the headline (LC7)."""
        parts = super()._get_headline_parts(next_amount)
        out = self._get_out()
        if not out or self.is_under_way:
            return parts
        counts = [
            f"{sum(units.mapped('quantity')):g} {product.name}"
            for product, units in out.grouped("product_id").items()
        ]
        return [*parts, self.env._("%(goods)s out", goods=", ".join(counts))]

    def _get_units_to_report(self):
        """Return the customer's units that have no open incident."""
        self.ensure_one()
        open_ = self.sudo().incident_ids.filtered(
            lambda one: one.state in ("reported", "decided")
        )
        return self._get_out() - open_.assignment_id

    def _get_portal_slips(self):
        """Return the customer's own handovers and returns that were done, latest first."""
        self.ensure_one()
        customer = self.partner_shipping_id.commercial_partner_id
        return (
            self.sudo()
            .rental_picking_ids.filtered(
                lambda one: (
                    one.state == "done"
                    and one.rental_kind
                    # Not those of who had it before.
                    and one.partner_id.commercial_partner_id == customer
                )
            )
            .sorted("date_done", reverse=True)
        )

    def _get_portal_shipments(self):
        """Return the transfers that the customer can track in the portal, latest first."""
        self.ensure_one()
        pickings = self.sudo().rental_picking_ids
        recently = fields.Datetime.now() - WAY
        return pickings.filtered(
            lambda one: (
                one.state != "cancel"
                and (one.carrier_tracking_ref or one.rental_return_ref)
                and (one.state != "done" or one.rental_kind == "out")
                and (one.state != "done" or one.date_done > recently)
            )
        ).sorted("id", reverse=True)[:3]
