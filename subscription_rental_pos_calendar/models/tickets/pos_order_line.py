from odoo import fields, models


class PosOrderLine(models.Model):
    """A line that is what the customer has booked."""

    _inherit = "pos.order.line"

    rental_booking = fields.Char(
        string="Booking",
        copy=False,
        help="When this was booked, as the till and the receipt say it.",
    )

    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "rental_booking"]

    def _refund_prepaid(self, today):
        """Let the booking wait again whose line is refunded in full."""
        result = super()._refund_prepaid(today)
        original = self.refunded_orderline_id.sudo()
        refunded = -sum(original.refund_orderline_ids.mapped("qty"))
        if original.rental_booking and refunded >= original.qty:
            self.env["calendar.event"]._forget_ticket(original._get_ticket_key())
        return result
