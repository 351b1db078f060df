from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...const import DOCUMENTS


class SubscriptionShipDialogRow(models.TransientModel):
    """A unit to hand over, or a quantity of goods without serial numbers."""

    _name = "subscription.ship.dialog.row"
    _description = "Unit to Hand Over"

    ship_id = fields.Many2one("subscription.ship.dialog", required=True, ondelete="cascade")
    move_id = fields.Many2one("stock.move", required=True, ondelete="cascade")
    picking_id = fields.Many2one(related="move_id.picking_id", string="Handover")
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Customer")
    product_id = fields.Many2one(related="move_id.product_id")
    product_tracking = fields.Selection(related="product_id.tracking", string="Tracked By")
    waits_for = fields.Char(related="picking_id.rental_waits_for")
    serial = fields.Char(string="Serial Number", help="Enter or scan it.")
    lot_id = fields.Many2one("stock.lot", readonly=True)
    quantity = fields.Float(digits="Product Unit")
    identity_required = fields.Boolean(
        related="picking_id.rental_plan_id.identity_required"
    )
    identity_document = fields.Selection(DOCUMENTS, string="Identity")
    signature_required = fields.Boolean(
        related="picking_id.rental_plan_id.signature_required"
    )
    signature = fields.Binary(help="One row's is enough for all that its customer gets.")
    tracking = fields.Char(string="Tracking Out")
    return_tracking = fields.Char(string="Tracking Back")
    result = fields.Selection([("done", "Done"), ("failed", "Not done")], readonly=True)
    message = fields.Char(readonly=True)

    def _is_entered(self):
        self.ensure_one()
        if self.product_tracking == "none":
            return self.quantity > 0
        return bool(self.serial and self.serial.strip())

    def _fail(self, message):
        self.write({"result": "failed", "message": message})

    # === what is wrong with a serial number === #

    def _find_lots(self):
        """Find the units of the serial numbers entered; note on rows which are wrong."""
        entered = self.filtered(
            lambda row: row.product_tracking != "none" and row._is_entered()
        )
        lots = self._search_lots([row.serial.strip() for row in entered])
        seen = set()
        for row in entered:
            name = row.serial.strip()
            found = lots.filtered(lambda lot, own=name: lot.name == own)
            own = found.filtered(
                lambda lot, row=row: (
                    lot.product_id == row.product_id
                    and lot.company_id.id in (False, row.move_id.company_id.id)
                )
            )[:1]
            problem = row._get_serial_problem(name, found, own, seen)
            if problem:
                row._fail(problem)
            else:
                row.lot_id = own
                seen.add(own)

    @api.model
    def _search_lots(self, names):
        return self.env["stock.lot"].search([("name", "in", names)])

    def _get_serial_problem(self, name, found, lot, seen):
        """Return what is wrong with this serial number, as a sentence; or nothing."""
        self.ensure_one()
        if not found:
            return self.env._("%(serial)s is no serial number we know.", serial=name)
        if not lot:
            return self.env._(
                "%(serial)s is a %(found)s, and not a %(product)s.",
                serial=name,
                found=found[0].product_id.display_name,
                product=self.product_id.display_name,
            )
        # A batch serves many: the stock says whether enough of it is there.
        is_batch = self.product_tracking == "lot"
        return not is_batch and self._get_unit_problem(lot, seen)

    def _get_unit_problem(self, lot, seen):
        """Return why this unit cannot be handed over here, as a sentence; or nothing."""
        name = lot.name
        if lot in seen:
            return self.env._("%(serial)s is entered twice.", serial=name)
        if lot.rental_state == "rented":
            return self.env._(
                "%(serial)s is with %(customer)s already.",
                serial=name,
                customer=lot.sudo().rental_holder_id.display_name,
            )
        return self._get_reserved_problem(lot)

    def _get_reserved_problem(self, lot):
        """Return why `lot` is not free, as a sentence: not in stock, or in a transfer."""
        if lot.rental_state not in ("available", "reserved"):
            states = dict(lot._fields["rental_state"]._description_selection(self.env))
            return self.env._(
                "%(serial)s is not in stock: %(state)s.",
                serial=lot.name,
                state=states[lot.rental_state],
            )
        promised = (
            self.env["stock.move.line"]
            .sudo()
            .search(
                [
                    ("lot_id", "=", lot.id),
                    ("picked", "=", True),
                    ("state", "not in", ("done", "cancel")),
                    ("move_id", "!=", self.move_id.id),
                ],
                limit=1,
            )
        )
        if promised:
            return self.env._(
                "%(serial)s is being handed over by %(transfer)s.",
                serial=lot.name,
                transfer=promised.picking_id.name,
            )
        return False

    # === handing over === #

    def _hand_over(self):
        """Validate these rows of one handover; the others wait on a backorder."""
        picking = self.picking_id
        picking.ensure_one()
        try:
            # A picking that fails leaves the others alone.
            with self.env.cr.savepoint():
                released = self._enter()
                picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
                self._check_validated()
                # They get another unit, if there is one.
                released._action_assign()
        except (UserError, ValidationError) as error:
            self._fail(str(error))
            return
        self.result = "done"

    def _check_validated(self):
        if self.picking_id.state != "done":
            raise UserError(
                self.env._(
                    "%(transfer)s was not validated: open it in Inventory.",
                    transfer=self.picking_id.name,
                )
            )

    def _enter(self):
        """Write serial numbers and tracking on the transfer, as a person would.

        Return the moves of other handovers for which these units were reserved.
        """
        picking = self.picking_id
        released = self._release_from_others()
        for move in picking._get_open_rental_moves():
            rows = self.filtered(lambda row, own=move: row.move_id == own)
            move.move_line_ids.unlink()
            move.move_line_ids = [
                Command.create(row._prepare_move_line_vals()) for row in rows
            ]
            move.picked = bool(rows)
        values = {
            "carrier_tracking_ref": next(filter(None, self.mapped("tracking")), False),
            "rental_return_ref": next(filter(None, self.mapped("return_tracking")), False),
            "rental_identity_document": next(
                filter(None, self.mapped("identity_document")), False
            ),
        }
        if signature := self._get_signature():
            values["rental_signature"] = signature
            values["rental_signed_by"] = picking.partner_id.name
        picking.write({name: value for name, value in values.items() if value})
        return released

    def _get_signature(self):
        """Return what the customer of these rows signed: on a row, or for all of them."""
        ship = self.ship_id
        if ship.is_one_customer and ship.signature:
            return ship.signature
        partner = self.picking_id.partner_id
        rows = ship.row_ids.filtered(lambda row: row.partner_id == partner)
        return next(filter(None, rows.mapped("signature")), False)

    def _release_from_others(self):
        """Release units that were reserved for other handovers; return their moves.

        The person at the handover holds these units.
        """
        others = (
            self.env["stock.move.line"]
            .sudo()
            .search(
                [
                    ("lot_id", "in", self.lot_id.ids),
                    ("picked", "=", False),
                    ("state", "not in", ("done", "cancel")),
                    ("move_id", "not in", self.move_id.ids),
                ]
            )
        )
        moves = others.move_id
        moves._do_unreserve()
        return moves

    def _prepare_move_line_vals(self):
        self.ensure_one()
        move = self.move_id
        return {
            "picking_id": move.picking_id.id,
            "product_id": move.product_id.id,
            "product_uom_id": move.product_uom.id,
            "lot_id": self.lot_id.id,
            "quantity": self.quantity,
            "picked": True,
            "location_id": self._get_place().id or move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
        }

    def _get_place(self):
        """Return the location, within the move's own, in which this unit is."""
        self.ensure_one()
        if not self.lot_id:
            return self.env["stock.location"]
        quants = self.env["stock.quant"].sudo()
        found = quants._gather(
            self.product_id, self.move_id.location_id, lot_id=self.lot_id, strict=False
        )
        return found.filtered(lambda one: one.quantity > 0)[:1].location_id
