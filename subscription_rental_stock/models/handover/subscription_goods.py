from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import lifecycle


class SubscriptionSubscription(models.Model):
    """The goods of a subscription: what it asks for, what is out, what has to move."""

    _inherit = "subscription.subscription"

    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Warehouse",
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="From where its goods are handed over, and where they come back.",
    )
    assignment_ids = fields.One2many(
        "subscription.assignment", "subscription_id", string="Units", readonly=True
    )
    rental_picking_ids = fields.One2many(
        "stock.picking", "rental_subscription_id", string="Transfers", readonly=True
    )
    incident_ids = fields.One2many(
        "subscription.incident", "subscription_id", string="Incidents"
    )
    is_goods_untracked = fields.Boolean(
        string="Goods Not Followed",
        copy=False,
        help="The customer had them before they were followed here: none is asked for.",
    )
    units_out = fields.Float(
        string="Out", compute="_compute_units_out", digits="Product Unit"
    )
    rental_picking_count = fields.Integer(compute="_compute_rental_picking_count")
    goods_state = fields.Char(
        string="Goods", compute="_compute_goods_state", help="Where its units are."
    )

    @api.model
    def _get_searched_domains(self, text):
        """Find it by the serial numbers that its customer has or had, as well."""
        lots = Domain("lot_id", "any!", [("name", "ilike", text)])
        units = Domain("assignment_ids", "any!", lots)
        return [*super()._get_searched_domains(text), units]

    @api.depends("company_id")
    def _compute_warehouse_id(self):
        warehouses = self.env["stock.warehouse"].sudo()
        for company, owned in self.grouped("company_id").items():
            first = warehouses.search([("company_id", "=", company.id)], limit=1)
            for subscription in owned:
                ordered = subscription.sale_order_id.sudo().warehouse_id
                subscription.warehouse_id = ordered or first

    def _compute_units_out(self):
        held = self.env["subscription.assignment"]._read_group(
            [("subscription_id", "in", self.ids), ("date_to", "=", False)],
            ["subscription_id"],
            ["quantity:sum"],
        )
        by_subscription = {subscription.id: quantity for subscription, quantity in held}
        for subscription in self:
            subscription.units_out = by_subscription.get(subscription.id, 0.0)

    def _compute_rental_picking_count(self):
        # How many there are is no secret to who sees the subscription.
        counts = (
            self.env["stock.picking"]
            .sudo()
            ._read_group(
                [("rental_subscription_id", "in", self.ids)],
                ["rental_subscription_id"],
                ["__count"],
            )
        )
        by_subscription = {subscription.id: count for subscription, count in counts}
        for subscription in self:
            count = by_subscription.get(subscription.id, 0)
            subscription.rental_picking_count = count

    @api.depends("assignment_ids.date_to", "rental_picking_ids.state", "is_under_way")
    @api.depends_context("lang")
    def _compute_goods_state(self):
        for subscription in self:
            subscription.goods_state = subscription._get_goods_state()

    def _get_goods_state(self):
        """Return how many units are out or under way, to leave and to come back: text."""
        self.ensure_one()
        parts = []
        count = f"{self.units_out:g}"
        if self.units_out and self.is_under_way:
            parts.append(self.env._("%(count)s under way", count=count))
        elif self.units_out:
            parts.append(self.env._("%(count)s out", count=count))
        coming = sum(self._get_open_moves("out").mapped("product_qty"))
        if coming:
            parts.append(self.env._("%(count)s to hand over", count=f"{coming:g}"))
        leaving = sum(self._get_open_moves("in").mapped("product_qty"))
        if leaving:
            parts.append(self.env._("%(count)s to come back", count=f"{leaving:g}"))
        return ", ".join(parts)

    # === what is asked for, and what is out === #

    def _get_out(self):
        """Return the open rows of units that the customer has."""
        return self.sudo().assignment_ids.filtered(lambda one: not one.date_to)

    def _get_open_moves(self, kind):
        """Return the moves to the customer ("out") or back ("in") that are to come."""
        # Subscription users see what is shipped without being in the warehouse.
        pickings = self.sudo().rental_picking_ids
        return pickings.filtered(lambda one: one.rental_kind == kind).move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )

    def _get_goods_lines(self, today):
        """Return the lines of goods as agreed on for `today`: one version of each."""
        self.ensure_one()
        return self.line_ids.filtered(
            lambda line: line._is_goods() and line._is_agreed_on(today)
        )

    def _get_missing_goods(self, today):
        """Return [(line, quantity)] of the agreed goods neither out nor on their way."""
        self.ensure_one()
        if self.is_closed or self.state == lifecycle.DRAFT or self.is_goods_untracked:
            return []
        missing = []
        for product, lines in self._get_goods_lines(today).grouped("product_id").items():
            there = self._get_on_the_way(product)
            for line in lines.sorted(lambda one: (one.date_from or today, one.id)):
                wanted = line._get_ordered()
                lacking = max(wanted - there, 0.0)
                there = max(there - wanted, 0.0)
                if product.uom_id.compare(lacking, 0) > 0:
                    missing.append((line, lacking))
        return missing

    def _get_ordered_by_product(self, today):
        """Return {product: how many are agreed on}, in the products' own units."""
        self.ensure_one()
        asked = {}
        for line in self._get_goods_lines(today):
            asked[line.product_id] = asked.get(line.product_id, 0) + line._get_ordered()
        return asked

    def _get_on_the_way(self, product, without=None):
        """Return how many of `product` the customer has, or is going to have.

        :param without: moves that do not count
        """
        held = self._get_out().filtered(lambda one: one.product_id == product)
        moves = self._get_open_moves("out")
        coming = (moves - without if without else moves).filtered(
            lambda move: move.product_id == product
        )
        # What is swapped counts as gone: its successor is coming.
        swapped = self._get_open_moves("in").filtered(
            lambda move: move.product_id == product and move.rental_reason == "swap"
        )
        return (
            sum(held.mapped("quantity"))
            + sum(coming.mapped("product_qty"))
            - sum(swapped.mapped("product_qty"))
        )

    # === handovers === #

    def _plan_handover(self, today):
        """Create the handovers of the goods that these subscriptions lack; return them."""
        pickings = self.env["stock.picking"]
        for subscription in self:
            missing = subscription._get_missing_goods(today)
            if missing:
                pickings |= subscription._create_handover(missing, today)
        return pickings

    def _trim_handovers(self, today):
        """Cancel handovers of more goods than are agreed on, to be planned anew."""
        for subscription in self:
            asked = subscription._get_ordered_by_product(today)
            moves = subscription._get_open_moves("out")
            too_many = moves.filtered(
                lambda move, own=subscription, asked=asked: (
                    move.product_uom.compare(
                        own._get_on_the_way(move.product_id), asked.get(move.product_id, 0)
                    )
                    > 0
                )
            )
            too_many.picking_id.action_cancel()

    def _cancel_handovers(self):
        """Cancel the open handovers of these subscriptions."""
        self._get_open_moves("out").picking_id.action_cancel()

    def _create_handover(self, rows, today, reason="handover", note=False):
        """Return the handover of `rows`, reserved where the stock has it.

        :param rows: [(subscription line, how many in the product's unit)]
        """
        self.ensure_one()
        # Selling makes the transfer; the warehouse's people carry it out.
        kind = self.warehouse_id.sudo().rental_out_type_id
        if not kind:
            raise UserError(
                self.env._(
                    "%(company)s has no warehouse: make one in Inventory, so that goods "
                    "can be handed over.",
                    company=self.company_id.display_name,
                )
            )
        picking = (
            self.env["stock.picking"]
            .sudo()
            .create(
                {
                    **self._prepare_transfer_vals(
                        kind, max(self.date_start or today, today)
                    ),
                    "move_ids": [
                        fields.Command.create(
                            self._prepare_move_vals(kind, line, quantity, reason, note)
                        )
                        for line, quantity in rows
                    ],
                }
            )
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    def _prepare_transfer_vals(self, kind, day):
        """Return the values of a transfer of this subscription, of that type."""
        self.ensure_one()
        carrier = self.sale_order_id.sudo().carrier_id
        return {
            "carrier_id": carrier.id if kind.rental_kind == "out" else False,
            "picking_type_id": kind.id,
            "location_id": kind.default_location_src_id.id,
            "location_dest_id": kind.default_location_dest_id.id,
            "partner_id": self.partner_shipping_id.id,
            "rental_subscription_id": self.id,
            "origin": self.name,
            "company_id": self.company_id.id,
            "scheduled_date": fields.Datetime.to_datetime(day),
        }

    @api.model
    def _prepare_move_vals(self, kind, line, quantity, reason, note=False):
        """Return the values of a move of `quantity` units for a subscription line."""
        return {
            "product_id": line.product_id.id,
            "product_uom": line.product_id.uom_id.id,
            "product_uom_qty": quantity,
            "location_id": kind.default_location_src_id.id,
            "location_dest_id": kind.default_location_dest_id.id,
            "picking_type_id": kind.id,
            "company_id": kind.company_id.id,
            "rental_line_id": line.id,
            "rental_reason": reason,
            "rental_note": note,
        }

    def action_view_transfers(self):
        """Open the handovers and returns of this subscription."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental_stock.stock_picking_rental_action"
        )
        return {
            **action,
            "domain": [("rental_subscription_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_view_units(self):
        """Open the units of this subscription, past ones too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental_stock.subscription_assignment_action"
        )
        return {**action, "domain": [("subscription_id", "=", self.id)], "context": {}}
