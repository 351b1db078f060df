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

    def _is_credited_by(self, notes):
        """Return whether credit notes of its invoice have credited all of this line.

        Its sessions go back by name; what was paid otherwise, with all of its product.
        """
        self.ensure_one()
        if uses := self._get_ticket_uses():
            return not any(use._as_given_rule().left for use in uses)
        sold = self.order_id.lines.filtered(lambda one: one.product_id == self.product_id)
        credited = notes.invoice_line_ids.filtered(
            lambda one: one.product_id == self.product_id
        )
        return sum(credited.mapped("quantity")) >= sum(sold.mapped("qty"))

    def _tell_not_settled(self):
        """Ask a person about a booking that was paid, and is another one meanwhile."""
        self.ensure_one()
        order = self.order_id
        pack = self._get_prepaid()
        asked = order.company_id._get_subscription_manager()
        (pack or order.partner_id).activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=(asked or order.user_id or self.env.user).id,
            summary=self.env._("A booking was paid that is another one now"),
            note=self.env._(
                "Ticket %(ticket)s of %(customer)s was for %(service)s, %(booking)s. "
                "Somebody moved or changed that booking meanwhile, so it still waits. "
                "Refund the ticket, or settle the booking.",
                ticket=order.name,
                customer=order.partner_id.display_name,
                service=self.product_id.display_name,
                booking=self.rental_booking,
            ),
        )
