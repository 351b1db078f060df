from odoo import api, models


class StockPicking(models.Model):
    """Goods that a ticket sells by a plan are handed over by their subscription."""

    _inherit = "stock.picking"

    @api.model
    def _create_picking_from_pos_order_lines(
        self, location_dest_id, lines, picking_type, partner=False
    ):
        """Leave rented goods out: they stay ours."""
        return super()._create_picking_from_pos_order_lines(
            location_dest_id,
            lines.filtered(lambda line: not line.rental_kind),
            picking_type,
            partner,
        )
