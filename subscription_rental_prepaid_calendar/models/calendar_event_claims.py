from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid

from .calendar_event import GRACE

SOLD = frozenset({"rental_product_id", "rental_customer_id", "rental_company_id"})
# What a claim depends on.
CLAIMED = SOLD | {
    "active", "allday", "duration", "partner_ids", "start", "start_date",
    "stop", "stop_date",
}  # fmt: skip


class CalendarEvent(models.Model):
    """Bookings claim a session of the pack that pays, until a day after their end."""

    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        """Create events; bookings claim their sessions."""
        events = super().create(vals_list)
        events._renew_claims()
        return events

    def write(self, vals):
        """Write; refuse another service once a session is used, and renew the claims."""
        self._check_sold(vals)
        renewed = CLAIMED & vals.keys()
        result = super().write(vals)
        if renewed:
            self.exists()._renew_claims()
        return result

    def unlink(self):
        """Delete events, and give back what they have claimed."""
        for event in self.sudo().filtered("rental_prepaid_id"):
            event._release_claim()
        return super().unlink()

    def _check_sold(self, vals):
        """Raise UserError if `vals` edit what a session was used for."""
        edited = SOLD & vals.keys()
        for event in self.sudo().filtered("rental_attendance") if edited else self.browse():
            if any((vals[name] or False) != event[name].id for name in edited):
                raise UserError(
                    self.env._(
                        "%(event)s: it is said who came. Undo that first.",
                        event=event._get_booking_place(),
                    )
                )

    # === claims === #

    def _get_claim_key(self):
        """Return what names this event in the ledger."""
        self.ensure_one()
        return f"event,{self._origin.id}"

    def _get_claim(self):
        """Return the hold of this event, if it has one."""
        holds = self.env["subscription.prepaid.hold"].sudo()
        return holds.search([("key", "=", self._get_claim_key())])

    def _get_claimed(self, pack):
        """Return how many sessions of `pack` this event has claimed."""
        claim = self._get_claim()
        return claim.quantity if claim.prepaid_id == pack else 0.0

    def _release_claim(self):
        """Give back what this event has claimed."""
        self.env["subscription.prepaid"]._release_for(self._get_claim_key())

    def _renew_claims(self):
        """Let bookings that are to come claim a session; give back what others claimed."""
        for event in self._get_own_to_claim():
            pack = event._find_pack()
            if pack and event._is_claiming():
                event._claim_session(pack)
            else:
                event._release_claim()
            if pack != event.rental_prepaid_id:
                event._write_kept({"rental_prepaid_id": pack.id})

    def _get_own_to_claim(self):
        """Return the bookings among these, with all rights, whose claims follow them."""
        # Whoever books need not know packs.
        return self.sudo().filtered(
            lambda one: (
                (one.rental_product_id or one.rental_prepaid_id)
                and not one.rental_attendance
            )
        )

    def _claim_session(self, pack):
        pack._hold_for(
            self._get_claim_key(),
            1.0,
            self._get_claimed_day(),
            partner_id=self.rental_customer_id.id,
            place=self._get_booking_place(),
            until=self.stop + GRACE,
        )

    def _get_claimed_day(self):
        """Return the day on which a session must be left: that of the event, or today."""
        today = self.rental_company_id._subscription_today()
        return max(self._get_booked_day(), today)

    def _is_booked(self):
        """Return whether this is a booking that is neither cancelled nor declined."""
        self.ensure_one()
        customer = self.rental_customer_id
        invited = self.attendee_ids.filtered(lambda one: one.partner_id == customer)
        return bool(
            self.rental_product_id
            and customer
            and self.active
            and "declined" not in invited.mapped("state")
        )

    def _is_claiming(self):
        """Return whether this booking still waits for its customer."""
        self.ensure_one()
        waiting = not self.rental_attendance and self.stop + GRACE > fields.Datetime.now()
        return waiting and self._is_booked()

    # === which pack === #

    def _find_pack(self):
        """Return the pack that pays for this booking: the claimed one, else the first."""
        own = self.sudo()
        packs = own.env["subscription.prepaid"]
        if not own._is_booked():
            return packs
        claimed = own._get_claim().prepaid_id
        found = claimed | packs._get_spendable(
            own.rental_customer_id, own.rental_company_id, own.rental_product_id
        )
        day = own._get_claimed_day()
        return found.filtered(lambda pack: own._is_paid_by(pack, day))[:1]

    def _is_paid_by(self, pack, day):
        """Return whether `pack` has a session for `day` that nobody else claims."""
        customer = self.rental_customer_id
        usable = prepaid.usable(pack._get_batches(), day)
        others = prepaid.exact(pack.held) - prepaid.exact(self._get_claimed(pack))
        return bool(
            pack.kind == prepaid.SESSIONS
            and pack.company_id == self.rental_company_id
            and pack._pays_for(self.rental_product_id)
            and pack.filtered_domain(pack._owner_domain(customer))
            and usable - others >= 1
        )
