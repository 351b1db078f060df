from odoo import models

from odoo.addons.subscription_rental_pos.models.tills.pos_config_claims import KEY


class PosConfig(models.Model):
    """What tills ask about today's bookings, and claim for open tickets (PK3)."""

    _inherit = "pos.config"

    def rental_find_bookings(self, partner_id=None):
        """Return the open bookings that a customer has today, as tickets can have them.

        :return: list of dicts: what `_get_bookings_today` tells of each, and the uuid of
            the line that had it last
        """
        self._check_till()
        partner = self._find("res.partner", partner_id)
        partner.sudo(False).check_access("read")
        if not partner or not self._get_till_prepaid_method():
            return []
        events = self.env["calendar.event"]
        rows = events._get_bookings_today(partner, self.company_id)
        for row in rows:
            row["uuid"] = row.pop("ticket_key").removeprefix(KEY % "")
        return rows

    def rental_claim_booking(
        self, event_id=None, partner_id=None, uuid=None, with_session=True
    ):
        """Put a booking on a line of a ticket, with its session; return what it claims.

        :param uuid: of the line: the same line claims once
        :param with_session: False where something else pays for the line already
        :return: as of `rental_claim_sessions`, and the pack; no pack where none pays
        Raises UserError where the booking is gone, or on another ticket.
        """
        self._check_till()
        self._check_asked([uuid], self._is_uuid)
        event = self._find("calendar.event", event_id)
        partner = self._find("res.partner", partner_id)
        partner.sudo(False).check_access("read")
        found = self._get_till_prepaid_method() and event.filtered(
            lambda one: one._is_booked() and one._is_booking_of(self.company_id)
        )
        self._check_found(found, partner, event.rental_customer_id == partner)
        claim = event._claim_for_ticket(KEY % uuid, bool(with_session))
        if not claim:
            return {"uuid": uuid, "prepaid_id": False}
        return {**self._tell_claim(claim, uuid), "prepaid_id": claim.prepaid_id.id}
