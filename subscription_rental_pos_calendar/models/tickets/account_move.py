from odoo import models


class AccountMove(models.Model):
    """A credit note of a ticket's invoice lets its bookings wait again (PK3)."""

    _inherit = "account.move"

    def _give_prepaids_back(self):
        """Let bookings wait again of which nothing is left to be credited."""
        result = super()._give_prepaids_back()
        for line in self._get_credited_bookings():
            self.env["calendar.event"]._forget_ticket(line._get_ticket_key())
        return result

    def _take_prepaids_again(self):
        """Settle bookings again, as the note that credited them is a draft again."""
        events = self.env["calendar.event"]
        waiting = [
            (
                line,
                events._find_for_ticket([line._get_ticket_key()], line.order_id.partner_id),
            )
            for note in self.filtered(lambda move: move.state == "posted")
            for line in note._get_credited_bookings()
        ]
        for _line, bookings in waiting:
            # What they claim of the pack is what the note takes again.
            for booking in bookings:
                booking._release_claim()
        result = super()._take_prepaids_again()
        for line, bookings in waiting:
            notes = line.order_id.account_move._get_posted_credit_notes() - self
            for booking in bookings if not line._is_credited_by(notes) else ():
                booking._note_ticket(line._get_ticket_key(), line._get_prepaid())
            bookings._renew_claims()
        return result

    def _get_credited_bookings(self):
        """Return the booked lines of the ticket that credit notes have credited whole.

        Only those of whose product this note credits some.
        """
        self.ensure_one()
        invoice = self.sudo().reversed_entry_id
        booked = invoice.invoice_line_ids.rental_pos_line_id.filtered("rental_booking")
        products = self.invoice_line_ids.filtered("quantity").product_id
        notes = invoice._get_posted_credit_notes()
        return booked.filtered(
            lambda line: (
                line.product_id in products
                and not line.refund_orderline_ids
                and line._is_credited_by(notes)
            )
        )
