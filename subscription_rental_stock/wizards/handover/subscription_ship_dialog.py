from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SubscriptionShipDialog(models.TransientModel):
    """Serial and tracking numbers of several handovers on one screen (RG1)."""

    _name = "subscription.ship.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Hand Over Rentals"

    picking_ids = fields.Many2many("stock.picking", string="Handovers")
    row_ids = fields.One2many("subscription.ship.dialog.row", "ship_id")
    is_done = fields.Boolean(readonly=True)
    is_one_customer = fields.Boolean(compute="_compute_is_one_customer")
    signature = fields.Binary(
        string="Customer's Signature",
        help="For handovers to one customer; where several are chosen, each signs alone.",
    )
    done_count = fields.Integer(compute="_compute_done_count")
    failed_count = fields.Integer(compute="_compute_done_count")

    @api.depends("row_ids.result")
    def _compute_done_count(self):
        for ship in self:
            results = ship.row_ids.mapped("result")
            ship.done_count = results.count("done")
            ship.failed_count = results.count("failed")

    @api.depends("picking_ids")
    def _compute_is_one_customer(self):
        for ship in self:
            ship.is_one_customer = len(ship.picking_ids.partner_id) == 1

    @api.model
    def _open_shipping(self, pickings):
        """Return the dialog for those of `pickings` that can be handed over."""
        pickings.check_access("write")
        waiting = pickings.filtered(
            lambda one: one.rental_kind == "out" and one.state not in ("done", "cancel")
        )
        if not waiting:
            raise UserError(
                self.env._("Nothing is to be handed over here: choose open handovers.")
            )
        ship = self.create(
            {
                "picking_ids": [Command.set(waiting.ids)],
                "row_ids": [
                    Command.create(vals)
                    for picking in waiting
                    for vals in self._prepare_rows_vals(picking)
                ],
            }
        )
        return ship._get_action()

    def _get_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            # Odoo's own key: many columns want a wide dialog.
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def _prepare_rows_vals(self, picking):
        """Return a row for each serial number, and one for each batch or untracked move."""
        rows = []
        for move in picking.move_ids.filtered(
            lambda one: one.state not in ("done", "cancel")
        ):
            shared = {"move_id": move.id, "tracking": picking.carrier_tracking_ref}
            if move.product_id.tracking == "none":
                rows.append({**shared, "quantity": move.product_uom_qty})
                continue
            found = move.move_line_ids.lot_id.mapped("name")
            if move.product_id.tracking == "lot":
                batch = {"quantity": move.product_uom_qty, "serial": found[:1] and found[0]}
                rows.append({**shared, **batch})
                continue
            count = max(int(move.product_uom_qty), 1)
            serials = [*found, *[False] * count][:count]
            rows += [{**shared, "quantity": 1, "serial": serial} for serial in serials]
        return rows

    def action_hand_over(self):
        """Hand over the units entered; note on each other row what is wrong with it."""
        self._do_once()
        self.picking_ids.check_access("write")
        open_rows = self.row_ids.filtered(lambda row: row.result != "done")
        open_rows.write({"result": False, "message": False})
        open_rows._find_lots()
        good = open_rows.filtered(lambda row: row._is_entered() and not row.result)
        if not good and not open_rows.filtered("result"):
            raise UserError(self.env._("Enter a serial number on at least one row."))
        for rows in good.grouped("picking_id").values():
            rows._hand_over()
        self.is_done = not self.row_ids.filtered(lambda row: row.result != "done")
        if self.is_done:
            return {"type": "ir.actions.act_window_close"}
        return self._get_action()
