from odoo import models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    def write(self, vals):
        """Write; a customer who declines gives the session of the booking back."""
        result = super().write(vals)
        if "state" in vals:
            self.event_id._renew_claims()
        return result
