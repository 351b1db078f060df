from odoo import api, fields, models

from odoo.addons.subscription_rental_prepaid_calendar.models.calendar_event import STAFF


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    rental_customer_note = fields.Text(
        string="Note on the Customer",
        compute="_compute_rental_customer_note",
        groups=STAFF,
    )

    @api.depends(
        "rental_customer_id.rental_note",
        "rental_customer_id.rental_note_on_bookings",
        "rental_customer_id.parent_id.rental_note",
        "rental_customer_id.parent_id.rental_note_on_bookings",
    )
    def _compute_rental_customer_note(self):
        for event in self:
            # Nobody is known here of other people's private events.
            customer = event.rental_customer_id
            shown = customer and customer._get_shown_note("rental_note_on_bookings")
            event.rental_customer_note = shown or False
