from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import lifecycle
from odoo.addons.subscription_rental.billing.withdrawal import refund_by

RETURN_ACTIVITY = "subscription_rental_stock.mail_activity_type_return"

DEPOSIT_ACTIVITY = "subscription_rental_stock.mail_activity_type_deposit"

RETURN_MAIL = "subscription_rental_stock.mail_template_return_announced"


class SubscriptionSubscription(models.Model):
    """Units that come back: announced, at the end or before, and asked for (RG6)."""

    _inherit = "subscription.subscription"

    def _create_return(self, assignments, today, reason="return", note=False, **options):
        """Return the transfer that brings these units back, with a move for each unit.

        :param quantities: {row: how many of it}, where it is not all
        :param warehouse: where they come back, if not to where they were handed over
        """
        self.ensure_one()
        quantities = options.get("quantities") or {}
        warehouse = options.get("warehouse") or self.warehouse_id
        kind = warehouse.sudo().rental_in_type_id
        picking = (
            self.env["stock.picking"]
            .sudo()
            .create(
                {
                    **self._prepare_transfer_vals(kind, today),
                    "move_ids": [
                        fields.Command.create(
                            assignment._prepare_return_move_vals(
                                kind,
                                quantities.get(assignment) or assignment.quantity,
                                reason,
                                note,
                            )
                        )
                        for assignment in assignments
                    ],
                }
            )
        )
        picking.action_confirm()
        for assignment, move in zip(assignments, picking.move_ids, strict=True):
            # Not just any unit that is on rent: this one.
            move.move_line_ids.unlink()
            move.move_line_ids = [
                fields.Command.create(assignment._prepare_return_line_vals(move))
            ]
        return picking

    def _announce_return(self, today, due=None):
        """Create the return of all units out and not announced yet; tell the customer.

        :param due: the day on which they are expected, if it is not `today`
        """
        pickings = self.env["stock.picking"]
        for subscription in self:
            announced = subscription._get_open_moves("in").rental_assignment_id
            left = subscription._get_out() - announced
            if left:
                picking = subscription._create_return(left, due or today)
                picking._write_kept({"rental_for_end": True})
                pickings |= picking
        pickings._send_rental_mail(RETURN_MAIL)
        return pickings

    def _recall_return(self):
        """Cancel the returns announced for an end that was undone, and their activity."""
        moves = self._get_open_moves("in")
        moves.picking_id.filtered("rental_for_end").action_cancel()
        self.activity_unlink([RETURN_ACTIVITY])

    def _get_end_of_rent(self):
        """Return the first day after the rent of this subscription.

        Who withdrew from the contract has time to send the goods back, free of charge.
        """
        self.ensure_one()
        return self._get_return_by() or self.date_end or self.date_closed

    def _get_return_by(self):
        """Return the day by which goods go back after a withdrawal; None without one."""
        self.ensure_one()
        return refund_by(self.withdrawn_on) if self.withdrawn_on else None

    # === what the daily job does === #

    @api.model
    def _late_goods_domain(self):
        """Return the domain of closed subscriptions with units out and not invoiced."""
        out = Domain("date_to", "=", False) & Domain("replaced_on", "=", False)
        return Domain("is_closed", "=", True) & Domain("assignment_ids", "any", out)

    def _chase_units(self, today):
        """Chase late units of these subscriptions: remind, bill rent, invoice the value."""
        for subscription in self:
            subscription._get_out()._chase(subscription, today)

    @api.model
    def _ending_goods_domain(self, today):
        """Return the domain of subscriptions with units out that end soon for good."""
        horizon = fields.Date.add(today, days=self._get_longest_notice())
        return (
            Domain("state", "in", list(lifecycle.RUNNING))
            & Domain("date_end", "<=", horizon)
            & Domain("renewal_date", "=", False)
            # Who may still pay for the next term is asked when it is finished.
            & (Domain("renewal", "!=", "on_payment") | Domain("cancel_date", "!=", False))
            & Domain("assignment_ids", "any", Domain("date_to", "=", False))
        )

    @api.model
    def _get_longest_notice(self):
        plans = self.env["subscription.plan"].with_context(active_test=False)
        ((days,),) = plans._read_group([], [], ["announce_days:max"])
        return days or 0

    def _announce_coming_end(self, today):
        """Announce returns as many days before the subscriptions' end as plans say."""
        for subscription in self:
            days = subscription.plan_id.announce_days
            first = days and fields.Date.subtract(subscription.date_end, days=days)
            if first and first <= today:
                subscription._announce_return(today, subscription.date_end)

    @api.model
    def _changing_goods_domain(self, today):
        """Return the domain of active subscriptions with a line that changes `today`."""
        return Domain("state", "=", lifecycle.ACTIVE) & (
            Domain("line_ids.date_from", "=", today)
            | Domain("line_ids.date_to", "=", today)
        )

    def _follow_lines(self, today):
        """Plan handovers by the lines agreed on for `today`; ask for surplus units."""
        self._trim_handovers(today)
        self._plan_handover(today)
        self._ask_for_surplus(today)

    # === telling people === #

    def _ask_for_surplus(self, today):
        """Tell the owner which units the customer has beyond what is agreed on."""
        for subscription in self:
            surplus = subscription._get_surplus(today)
            if surplus:
                subscription._ask_for_return(surplus, today)

    def _get_surplus(self, today):
        """Return the units of products of which fewer are agreed on than are out."""
        self.ensure_one()
        asked = self._get_ordered_by_product(today)
        announced = self._get_open_moves("in").rental_assignment_id
        out = self._get_out() - announced
        surplus = out.browse()
        for product, units in out.grouped("product_id").items():
            if sum(units.mapped("quantity")) > asked.get(product, 0):
                surplus |= units
        return surplus

    def _ask_for_return(self, units, today):
        """Schedule the activity that names the units to come back, or update it."""
        self.ensure_one()
        names = ", ".join(units.mapped("display_name"))
        here = self._in_owner_language()
        note = here.env._("To come back: %(units)s", units=names)
        known = self.activity_ids.filtered(
            lambda one: one.activity_type_id == self.env.ref(RETURN_ACTIVITY)
        )
        if known:
            known.note = note
            return
        self.activity_schedule(
            RETURN_ACTIVITY,
            date_deadline=today,
            note=note,
            user_id=self._get_billing_owner().id,
        )

    def _done_returning(self):
        """Remove the return activity when no unit is out; ask to give the deposit back."""
        for subscription in self.filtered(lambda one: not one._get_out()):
            subscription.activity_unlink([RETURN_ACTIVITY])
            if subscription.is_closed and subscription.deposit_left:
                subscription._ask_for_deposit()

    def _ask_for_deposit(self):
        """Ask the owner to give the deposit back: all units are here."""
        self.ensure_one()
        today = self.company_id._subscription_today()
        here = self._in_owner_language()
        here.activity_schedule(
            DEPOSIT_ACTIVITY,
            date_deadline=today,
            note=here.env._(
                "Everything is back. Check it, charge what is damaged, then give back what "
                "is left of the deposit."
            ),
            user_id=self._get_billing_owner().id,
        )
