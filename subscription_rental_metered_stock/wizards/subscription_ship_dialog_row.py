from odoo import fields, models


class SubscriptionShipDialogRow(models.TransientModel):
    """The counter of a unit, read as it is handed over (PL15)."""

    _inherit = "subscription.ship.dialog.row"

    is_metered = fields.Boolean(compute="_compute_is_metered")
    counter = fields.Char(help="Empty: what the unit showed last.")

    def _compute_is_metered(self):
        for row in self:
            row.is_metered = bool(row.move_id.rental_line_id.meter_id)

    def _prepare_move_line_vals(self):
        """Take the counter over to the transfer."""
        values = super()._prepare_move_line_vals()
        return {**values, "rental_counter": self.counter or self.move_id.rental_counter}
