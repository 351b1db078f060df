from odoo import models

RETURN_ACTIVITY = "subscription_rental_stock.mail_activity_type_return"


class SubscriptionSubscription(models.Model):
    _name = "subscription.subscription"
    _inherit = [
        "subscription.subscription",
        "subscription.goods.mixin",
        "subscription.handover.mixin",
    ]

    def _activate(self, today):
        """Plan the handover of what was agreed on."""
        result = super()._activate(today)
        self._plan_handover(today)
        return result

    def _apply_change(self, change, today, *, at_once):
        """Plan the handover of what a change asks for, too."""
        result = super()._apply_change(change, today, at_once=at_once)
        self._plan_handover(today)
        self._ask_for_surplus(today)
        return result

    def _bill_due_periods(self, today, run=None):
        """Ship what comes with the periods that were billed, where nothing is awaited."""
        invoices = super()._bill_due_periods(today, run)
        self.sudo().period_ids.filtered("is_to_ship")._ship()
        return invoices

    def _cancel(self, today, reason=None, *, with_fee=True, credit_unused=False):
        """Ask for the units back: what ends is not closed quietly."""
        result = super()._cancel(
            today, reason, with_fee=with_fee, credit_unused=credit_unused
        )
        self._end_goods(today)
        return result

    def _finish(self, today):
        """Ask for the units back."""
        result = super()._finish(today)
        self._end_goods(today)
        return result

    def _prepare_coming_vals(self, step):
        """Forget how many were ordered once, where another quantity is agreed on."""
        values = super()._prepare_coming_vals(step)
        line = step.line
        given = (step.vals or {}).get("quantity")
        if "quantity_ordered" not in (step.vals or {}) and line and given != line.quantity:
            values["quantity_ordered"] = 0.0
        return values

    def action_hand_over(self):
        """Open the transfer, where there is one: its serial numbers start it."""
        waiting = self._get_open_moves("out").picking_id
        if waiting:
            self.check_access("write")
            return waiting.action_rental_ship()
        return super().action_hand_over()

    def _end_goods(self, today):
        """Give up handovers, announce returns, and tell the owner which units are out."""
        self._cancel_handovers()
        self._announce_return(today)
        for subscription in self:
            units = subscription._get_out()
            if units:
                subscription._ask_for_return(units, today)

    def _ask_for_surplus(self, today):
        """Tell the owner of units that a change leaves with the customer for nothing."""
        for subscription in self:
            surplus = subscription._get_surplus(today)
            if surplus:
                subscription._ask_for_return(surplus, today)

    def _get_surplus(self, today):
        """Return the units of products of which fewer are agreed on than are out."""
        self.ensure_one()
        asked = {}
        for line in self._get_goods_lines(today):
            asked[line.product_id] = asked.get(line.product_id, 0) + line._get_ordered()
        out = self._get_out()
        surplus = out.browse()
        for product, units in out.grouped("product_id").items():
            if sum(units.mapped("quantity")) > asked.get(product, 0):
                surplus |= units
        announced = self._get_open_moves("in").rental_assignment_id
        return surplus - announced

    def _ask_for_return(self, units, today):
        """Let an activity say which units are to come back."""
        self.ensure_one()
        names = ", ".join(units.mapped("display_name"))
        self.activity_schedule(
            RETURN_ACTIVITY,
            date_deadline=today,
            note=self.env._("To come back: %(units)s", units=names),
            user_id=self._get_billing_owner().id,
        )

    def _get_units_to_report(self):
        """Return the units of which no incident is open."""
        self.ensure_one()
        open_ = self.sudo().incident_ids.filtered(
            lambda one: one.state in ("reported", "decided")
        )
        return self._get_out() - open_.assignment_id

    def _get_portal_shipments(self):
        """Return the transfers of which the customer follows the way."""
        self.ensure_one()
        pickings = self.sudo().rental_picking_ids
        return pickings.filtered(
            lambda one: (
                one.state != "cancel"
                and (one.carrier_tracking_ref or one.rental_return_ref)
                and (one.state != "done" or one.rental_kind == "out")
            )
        ).sorted("id", reverse=True)[:3]
