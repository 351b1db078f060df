from odoo import models


class PosOrder(models.Model):
    """A paid ticket settles the bookings that it has."""

    _inherit = "pos.order"

    def _settle_ticket_prepaids(self):
        """Write down, too, that who had booked has come."""
        result = super()._settle_ticket_prepaids()
        self._note_bookings()
        return result

    def _note_bookings(self):
        """Note this ticket on its customer's bookings, so no other session is used.

        What became of a booking meanwhile is no reason to refuse the payment.
        """
        booked = self.lines.sudo().filtered(
            lambda one: one.rental_booking and not one.refunded_orderline_id
        )
        if not booked:
            return
        lines = {line._get_ticket_key(): line for line in booked}
        events = self.env["calendar.event"]
        for event in events._find_for_ticket(lines, self.partner_id):
            line = lines[event.rental_ticket_key]
            event._note_ticket(event.rental_ticket_key, line._get_prepaid())
        settled = events._find_settled(lines)
        for key in lines.keys() - set(settled.mapped("rental_ticket_key")):
            lines[key]._tell_not_settled()
