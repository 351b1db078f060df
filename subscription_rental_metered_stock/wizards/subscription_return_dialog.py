from odoo import api, fields, models
from odoo.exceptions import UserError


class SubscriptionReturnDialog(models.TransientModel):
    """The counter of a unit, read as it comes back (PL15)."""

    _inherit = "subscription.return.dialog"

    is_metered = fields.Boolean(compute="_compute_is_metered")
    counter = fields.Char(
        help="Empty: it is read later. Of several units each is typed on the transfer, or "
        "with its readings."
    )

    @api.depends("assignment_ids")
    def _compute_is_metered(self):
        for wizard in self:
            wizard.is_metered = bool(wizard.assignment_ids.meter_id)

    def _create_picking(self):
        """Take the counter over to the transfer."""
        if self.counter and len(self.assignment_ids) > 1:
            raise UserError(
                self.env._(
                    "One number is not the counter of several units: leave it empty, and "
                    "add a reading of each."
                )
            )
        picking = super()._create_picking()
        if self.counter:
            picking.move_line_ids.rental_counter = self.counter
        return picking
