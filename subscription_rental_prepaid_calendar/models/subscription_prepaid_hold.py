from odoo import models


class SubscriptionPrepaidHold(models.Model):
    """Claims of bookings last until a day after their end."""

    _inherit = "subscription.prepaid.hold"

    def _is_still_wanted(self):
        """Return whether the booking that claims this still waits for its customer."""
        prefix, _, number = self.key.partition(",")
        if prefix != "event" or not number.isdecimal():
            return super()._is_still_wanted()
        event = self.env["calendar.event"].sudo().browse(int(number)).exists()
        return bool(event) and event._is_claiming()
