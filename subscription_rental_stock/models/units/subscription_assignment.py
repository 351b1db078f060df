from odoo import api, fields, models

from odoo.addons.subscription_rental import retold


class SubscriptionAssignment(models.Model):
    """The ledger of units in customers' hands: which unit, line and days (RG3).

    Rows are opened and closed by stock moves alone; a serial number has one open row.
    """

    _name = "subscription.assignment"
    _description = "Assigned Unit"
    _order = "date_from desc, id desc"
    _rec_name = "lot_id"
    _check_company_auto = True

    subscription_id = fields.Many2one(
        "subscription.subscription",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="subscription_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="subscription_id.partner_id", string="Customer", store=True, index=True
    )
    line_id = fields.Many2one(
        "subscription.line", readonly=True, index="btree_not_null", ondelete="set null"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, ondelete="restrict"
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Serial Number",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    quantity = fields.Float(
        default=1.0, required=True, readonly=True, digits="Product Unit"
    )
    is_serial = fields.Boolean(
        compute="_compute_is_serial", store=True, precompute=True, help="It is one unit."
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(
        string="To", readonly=True, help="The first day without it; empty while it is out."
    )
    reason = fields.Selection(
        [("handover", "Handover"), ("swap", "Swap")],
        string="Given As",
        default="handover",
        required=True,
        readonly=True,
    )
    end_reason = fields.Selection(
        [
            ("return", "Returned"),
            ("swap", "Swapped"),
            ("lost", "Lost"),
            ("sold", "Bought by the customer"),
        ],
        string="Ended As",
        readonly=True,
    )
    note = retold.Char(string="Why Given", readonly=True)
    end_note = retold.Char(string="Why Ended", readonly=True)
    move_line_id = fields.Many2one(
        "stock.move.line", string="Out By", readonly=True, ondelete="set null"
    )
    return_move_line_id = fields.Many2one(
        "stock.move.line", string="Back By", readonly=True, ondelete="set null"
    )
    is_out = fields.Boolean(
        string="Out", compute="_compute_is_out", search="_search_is_out"
    )
    days = fields.Integer(
        compute="_compute_days", help="Days in the customer's hands, up to today."
    )
    _one_holder = models.UniqueIndex(
        "(lot_id) WHERE date_to IS NULL AND is_serial",
        "This serial number is with a customer already.",
    )
    _days_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "A unit cannot come back before it was handed over.",
    )
    _open_idx = models.Index("(subscription_id, product_id) WHERE date_to IS NULL")

    @api.depends("lot_id")
    def _compute_is_serial(self):
        for assignment in self:
            serial = assignment.product_id.tracking == "serial"
            assignment.is_serial = serial and bool(assignment.lot_id)

    @api.depends("date_to")
    def _compute_is_out(self):
        for assignment in self:
            assignment.is_out = not assignment.date_to

    def _search_is_out(self, operator, value):
        if operator != "in":
            return NotImplemented
        if True in value and False in value:
            return []
        return [("date_to", "=" if True in value else "!=", False)]

    def _compute_days(self):
        for assignment in self:
            today = assignment.company_id._subscription_today()
            end = assignment.date_to or today
            assignment.days = max((end - assignment.date_from).days, 0)

    @api.depends("lot_id", "product_id", "quantity")
    def _compute_display_name(self):
        for assignment in self:
            product = assignment.product_id.display_name
            # Who reads the ledger of units need not work in the warehouse.
            what = assignment.sudo().lot_id.name or f"{assignment.quantity:g}"
            assignment.display_name = f"{product} ({what})"

    # === the ledger === #

    @api.model
    def _open_for(self, move_lines, day):
        """Open a row for each of these done move lines to a customer."""
        # The ledger is the system's: users read it.
        return self.sudo().create(
            [
                {
                    "subscription_id": line.picking_id.rental_subscription_id.id,
                    "line_id": line.move_id.rental_line_id.id,
                    "product_id": line.product_id.id,
                    "lot_id": line.lot_id.id,
                    "quantity": line.quantity_product_uom,
                    "date_from": day,
                    "reason": line.move_id.rental_reason or "handover",
                    "note": line.move_id.rental_note,
                    "move_line_id": line.id,
                }
                for line in move_lines
            ]
        )

    @api.model
    def _close_for(self, move_lines, day):
        """Close the rows of units that these done move lines took back; return the rows."""
        closed = self.browse()
        for line in move_lines:
            closed |= self._get_open(line)._close_rows(line, day)
        return closed

    @api.model
    def _get_open(self, move_line):
        """Return the open rows that `move_line` takes back from, the oldest first."""
        open_ = self.sudo().search(
            [
                ("date_to", "=", False),
                ("product_id", "=", move_line.product_id.id),
                ("lot_id", "=", move_line.lot_id.id),
                ("company_id", "=", move_line.company_id.id),
            ],
            order="date_from, id",
        )
        subscription = move_line.picking_id.rental_subscription_id
        if subscription:
            return open_.filtered(lambda one: one.subscription_id == subscription)
        return open_

    def _close_rows(self, move_line, day):
        """Close the units of these rows that `move_line` took; split a row if need be."""
        left = move_line.quantity_product_uom
        closed = self.browse()
        for assignment in self:
            if left <= 0:
                break
            taken = min(left, assignment.quantity)
            closed |= assignment._close_part(taken, move_line, day)
            left -= taken
        return closed

    def _close_part(self, taken, move_line, day):
        """Close `taken` units of this row; the units still out stay on this row."""
        self.ensure_one()
        move = move_line.move_id
        # Odoo's own Return copies the reason of the handover.
        known = dict(self._fields["end_reason"].selection)
        ending = {
            "date_to": max(day, self.date_from),
            "end_reason": move.rental_reason if move.rental_reason in known else "return",
            "end_note": move.rental_note,
            "return_move_line_id": move_line.id,
        }
        if self.product_id.uom_id.compare(taken, self.quantity) >= 0:
            self.write(ending)
            return self
        part = taken / self.quantity
        late = self.late_billed * part
        self.write(
            {"quantity": self.quantity - taken, "late_billed": self.late_billed - late}
        )
        return self.copy({**ending, "quantity": taken, "late_billed": late})

    # === what brings it back, and what that costs === #

    def _get_line_now(self):
        """Return the version of the subscription line that bills this unit now."""
        self.ensure_one()
        today = self.company_id._subscription_today()
        lines = self.subscription_id._get_goods_lines(today).filtered(
            lambda line: line.product_id == self.product_id
        )
        return (self.line_id & lines) or lines[:1] or self.line_id

    def _prepare_return_move_vals(self, kind, quantity, reason, note=False):
        """Return the values of the move that brings `quantity` of this unit back."""
        self.ensure_one()
        vals = self.subscription_id._prepare_move_vals(
            kind, self.line_id, quantity, reason, note
        )
        return {
            **vals,
            "product_id": self.product_id.id,
            "product_uom": self.product_id.uom_id.id,
            "rental_assignment_id": self.id,
        }

    def _prepare_return_line_vals(self, move):
        """Return the values of the line of `move` that names this very unit."""
        self.ensure_one()
        return {
            "picking_id": move.picking_id.id,
            "product_id": self.product_id.id,
            "product_uom_id": self.product_id.uom_id.id,
            "lot_id": self.lot_id.id,
            "quantity": move.product_uom_qty,
            "location_id": move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
        }

    # === what does not come back === #

    def _take_away(self, place, reason, note, quantity=None):
        """Move this unit from the customer to `place`, where it is not rented from.

        :param quantity: how many units of this row, if not all
        """
        self.ensure_one()
        subscription = self.subscription_id.sudo()
        announced = subscription._get_open_moves("in").filtered(
            lambda move: move.rental_assignment_id == self
        )
        announced._action_cancel()
        today = subscription.company_id._subscription_today()
        picking = subscription._create_return(
            self, today, reason=reason, note=note, quantities={self: quantity}
        )
        picking.location_dest_id = place
        picking.move_ids.location_dest_id = place
        picking.move_line_ids.location_dest_id = place
        picking._take_back_now()
