from odoo import fields

from odoo.addons.subscription_rental_pos.tests.common import TillCommon
from odoo.addons.subscription_rental_prepaid_calendar.tests.common import BookingCommon


class BookedCommon(TillCommon, BookingCommon):
    """A salon with a till and a calendar; its tickets come as a till's."""

    @classmethod
    def _book_today(cls, service=None, **values):
        """Return a booking of Ann that begins in an hour, for a massage unless said."""
        start = fields.Datetime.add(fields.Datetime.now(), hours=1)
        return cls._book(service, fields.Datetime.to_string(start), **values)

    def _as_cashier(self, till=None):
        return (till or self.till).with_user(self.cashier)

    def _find_today(self, till=None, partner=None):
        return self._as_cashier(till).rental_find_bookings((partner or self.ann).id)

    def _put(self, event, uuid, till=None, partner=None, with_session=True):
        """Put a booking on the line `uuid` of a ticket; return what the till is told."""
        return self._as_cashier(till).rental_claim_booking(
            event.id, (partner or self.ann).id, uuid, with_session
        )

    def _pay_booked(self, pack, told, product=None, **values):
        """Return the paid ticket of a booking that was put on a line."""
        price = None
        if pack:
            price = told["amount"] if pack.vat_kind == "at_use" else 0.0
        line = self._line(
            product or self.massage,
            price,
            uuid=told["uuid"],
            rental_booking="Booking of today, 15:00",
            rental_prepaid_id=pack.id if pack else False,
        )
        if pack and pack.vat_kind == "at_use":
            values = {"payments": [(self.method, price)], **values}
        return self._send(self._ticket(line, **values))
