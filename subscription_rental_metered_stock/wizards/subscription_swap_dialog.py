from odoo import api, fields, models


class SubscriptionSwapDialog(models.TransientModel):
    """Both counters, read as a unit is swapped (PL15)."""

    _inherit = "subscription.swap.dialog"

    is_metered = fields.Boolean(compute="_compute_is_metered")
    counter_back = fields.Char(
        string="Counter of the Old Unit", help="Empty: it is read later."
    )
    counter_out = fields.Char(
        string="Counter of the New Unit", help="Empty: what the unit showed last."
    )

    @api.depends("assignment_id")
    def _compute_is_metered(self):
        for swap in self:
            swap.is_metered = bool(swap.assignment_id.meter_id)

    def _validate(self, out, back):
        """Take the counters over to both transfers."""
        if self.counter_back:
            back.move_line_ids.rental_counter = self.counter_back
        if self.counter_out:
            moves = out.move_ids.filtered(lambda move: move.product_id == self.product_id)
            moves.rental_counter = self.counter_out
        return super()._validate(out, back)
