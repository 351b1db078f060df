from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tickets.pos_order import PAID
from .sale_order_told import CHOSEN


class PosOrder(models.Model):
    """A ticket that sells by plans: it makes the order, and pays its invoices (SE10).

    The first invoice and the deposit's receipt are the subscription's; the ticket only
    pays them, so nothing is billed twice.
    """

    _name = "pos.order"
    _inherit = ["pos.order", "subscription.till.values.mixin"]

    rental_date_start = fields.Date(
        string="Start of Subscriptions",
        copy=False,
        help="Empty: at once, or when what the plan waits for has come.",
    )

    rental_is_plan_sold = fields.Boolean(compute="_compute_rental_is_plan_sold")

    @api.depends("lines.rental_kind")
    def _compute_rental_is_plan_sold(self):
        for order in self:
            order.rental_is_plan_sold = order._sells_by_plan()

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse what tills cannot mean."""
        self._check_till_values(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse what tills cannot mean."""
        self._check_till_values([vals])
        return super().write(vals)

    def _process_saved_order(self, draft):
        """Make the subscriptions of a paid ticket, once, and pay their first invoices."""
        if not draft:
            self._check_plans_sold()
        result = super()._process_saved_order(draft)
        if not draft and self.state in PAID and self._sells_by_plan():
            self._subscribe_customer()
        return result

    def _sells_by_plan(self):
        """Return whether this ticket sells by plans."""
        self.ensure_one()
        return any(self.lines.mapped("rental_kind"))

    def _check_plans_sold(self):
        """Raise UserError where this ticket sells by plans in a way that cannot be paid."""
        refunded = self.lines.refunded_orderline_id
        refunded.filtered("rental_kind")._refuse_plan_refund()
        if not self._sells_by_plan():
            return
        others = self.lines.filtered(lambda line: not line.rental_kind)
        if others:
            raise UserError(
                self.env._(
                    "%(product)s is not sold by a plan: put it on a ticket of its own, as "
                    "this one pays the first invoice of a subscription.",
                    product=others[0].product_id.display_name,
                )
            )
        if CHOSEN not in self.lines.mapped("rental_kind"):
            raise UserError(
                self.env._(
                    "%(product)s comes along with a plan, and none is chosen: remove it, "
                    "and choose again.",
                    product=self.lines[0].product_id.display_name,
                )
            )
        self.lines._check_none_archived()
        owed = self.payment_ids.payment_method_id.filtered(
            lambda method: method.type == "pay_later" or method.rental_is_prepaid
        )
        if owed:
            raise UserError(
                self.env._(
                    "What starts a subscription is paid at once: take another method than "
                    "%(method)s.",
                    method=owed[0].name,
                )
            )

    # === once it is paid === #

    def _subscribe_customer(self):
        """Make the order of this ticket, and pay its first invoices and deposits; once."""
        self.ensure_one()
        # Cashiers have no rights on orders: what is made follows from their ticket.
        ticket = self.sudo()
        if ticket._get_rental_order():
            return
        order = ticket._create_rental_order()
        subscriptions = order.rental_subscription_ids
        subscriptions._bill_what_was_paid()
        moves = subscriptions._get_signing_moves()
        moves.filtered(lambda move: move.state == "draft").action_post()
        ticket._check_plans_paid(order, moves)
        ticket._pay_rental_moves(moves)

    def _get_rental_order(self):
        """Return the order that these tickets, or their lines, have made."""
        lines = self.env["sale.order.line"].sudo()
        uuids = self.lines.mapped("uuid")
        return lines.search([("rental_ticket_uuid", "in", uuids)]).order_id

    def _create_rental_order(self):
        """Return the confirmed order of what this ticket sells by plans."""
        self.ensure_one()
        chosen = self.lines.filtered(lambda line: line.rental_kind == CHOSEN)
        asked = {
            "partner_id": self.partner_id.id,
            "start": self.rental_date_start,
            "fiscal_position_id": self.fiscal_position_id.id,
            "pricelist_id": self.pricelist_id.id,
            "lines": [line._get_asked() for line in chosen],
        }
        till = self.config_id.sudo(False)
        order = till._create_till_orders(
            [asked], rental_pos_order_id=self.id, user_id=self.user_id.id
        )
        order.action_confirm()
        return order

    def action_view_rental_orders(self):
        """Open the subscriptions that this ticket has made."""
        self.ensure_one()
        order = self._get_rental_order().with_env(self.env)
        return order.action_view_rental_subscriptions()

    # === what does not go together === #

    def _refund(self):
        """Refuse to take back what a subscription has billed."""
        self.lines.filtered("rental_kind")._refuse_plan_refund()
        return super()._refund()
