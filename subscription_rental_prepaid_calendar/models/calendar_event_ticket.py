from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .calendar_event import CAME


class CalendarEvent(models.Model):
    """What the till asks and tells: today's bookings, and the ticket that paid one."""

    _inherit = "calendar.event"

    rental_ticket_key = fields.Char(
        string="Line of the Ticket",
        copy=False,
        index="btree_not_null",
        kept=True,
        groups=fields.NO_ACCESS,
    )

    @api.model
    def _get_bookings_today(self, partner, company):
        """Return today's open bookings of `partner`, and what a session would do for each.

        The till calls it for its user, who need not see the events: it tells of each the
        service and the time, and of private ones no more. The caller has checked that
        the user serves customers in `company`.

        :return: dicts of event_id, product_id, time (in the company's zone, False if all
            day), prepaid_id (False if no pack pays), hint, ticket_key (the line that had
            it last) and is_on_ticket (whether that line claims its session now)
        """
        bookings = self.sudo().search(
            Domain("rental_customer_id", "=", partner.id)
            & Domain("rental_company_id", "=", company.id)
            & Domain("rental_product_id", "!=", False)
            & Domain("rental_attendance", "=", False)
            & self._on_day_domain(company, company._subscription_today()),
            order="start, id",
        )
        return [
            event._get_booking_facts()
            for event in bookings.filtered(lambda one: one._is_booked())
        ]

    @api.model
    def _on_day_domain(self, company, day):
        """Return the domain of events that begin on `day` in the zone of `company`."""
        zone = pytz.timezone(company.subscription_tz or "UTC")
        begin, end = (
            zone.localize(datetime.combine(one, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for one in (day, day + timedelta(days=1))
        )
        timed = (
            Domain("allday", "=", False)
            & Domain("start", ">=", begin)
            & Domain("start", "<", end)
        )
        whole = (
            Domain("allday", "=", True)
            & Domain("start_date", "<=", day)
            & Domain("stop_date", ">=", day)
        )
        return timed | whole

    def _get_booking_facts(self):
        """Return what the till is told of this booking."""
        self.ensure_one()
        pack = self._find_pack()
        return {
            "event_id": self.id,
            "product_id": self.rental_product_id.id,
            "time": False if self.allday else self._get_local_start().strftime("%H:%M"),
            "prepaid_id": pack.id,
            "hint": self._get_left_hint(pack) if pack else "",
            "ticket_key": self.rental_ticket_key or "",
            "is_on_ticket": self._is_on_ticket(),
        }

    # === on a ticket === #

    def _get_ticket_claim(self):
        """Return what the open ticket that has this booking claims for it, if it does."""
        own = self.sudo()
        holds = own.env["subscription.prepaid.hold"]
        key = not own.rental_attendance and own.rental_ticket_key
        return holds.search([("key", "=", key)]) if key else holds

    def _is_on_ticket(self):
        """Return whether an open ticket has claimed the session of this booking.

        What the office gives to another customer or service, or to a later day, meanwhile
        is not that ticket's any more.
        """
        own = self.sudo()
        claim = own._get_ticket_claim()
        return bool(
            claim
            and claim.partner_id == own.rental_customer_id
            and claim.prepaid_id._pays_for(own.rental_product_id)
            and own._is_due()
        )

    def _check_recordable(self):
        """Refuse what is on an open ticket: its session is used by the payment."""
        result = super()._check_recordable()
        if self._is_on_ticket():
            raise UserError(
                self.env._(
                    "%(event)s: it is on a ticket at the till, which uses its session. "
                    "Pay that ticket, or take the booking off it.",
                    event=self._get_booking_place(),
                )
            )
        return result

    def _get_own_to_claim(self):
        """Leave out what is on a ticket: that has claimed the session."""
        own = super()._get_own_to_claim()
        return own.filtered(lambda event: not event._is_on_ticket())

    def _claim_for_ticket(self, key, with_session=True):
        """Put this booking on the line `key` of a ticket, with its claim; return the hold.

        There is none where no pack pays: the customer pays the service as any other.

        :param with_session: False where something else pays for the line already
        Raises UserError where another ticket has it.
        """
        self.ensure_one()
        own = self.sudo()
        own._lock_booking()
        known = own._get_ticket_claim().filtered(lambda one: one.key == key)
        if known:
            return known
        own._check_recordable()
        pack = own._find_pack() if with_session else own.env["subscription.prepaid"]
        if pack:
            own._release_claim()
        hold = pack and pack._hold_for(
            key,
            1.0,
            own.rental_company_id._subscription_today(),
            partner_id=own.rental_customer_id.id,
            place=own._get_booking_place(),
        )
        own._write_kept({"rental_ticket_key": key})
        return hold or own.env["subscription.prepaid.hold"]

    @api.model
    def _take_claim_back(self, key):
        """Let the booking keep the session again that the line `key` of a ticket leaves."""
        waiting = self.sudo().search(
            [("rental_ticket_key", "=", key), ("rental_attendance", "=", False)]
        )
        waiting._renew_claims()

    @api.model
    def _find_for_ticket(self, keys, customer):
        """Return the bookings of `customer` that lines `keys` of a paid ticket settle.

        What was settled, or given to another day or customer, since is left as it is.
        """
        waiting = self.sudo().search(
            [
                ("rental_ticket_key", "in", list(keys)),
                ("rental_attendance", "=", False),
                ("rental_customer_id", "=", customer.id),
                ("rental_product_id", "!=", False),
            ]
        )
        return waiting.filtered(lambda one: one._is_due())

    @api.model
    def _find_settled(self, keys):
        """Return the bookings that lines `keys` of tickets have settled."""
        return self.sudo().search(
            [
                ("rental_ticket_key", "in", list(keys)),
                ("rental_attendance", "!=", False),
            ]
        )

    def _note_ticket(self, key, pack):
        """Write down that the line `key` of a paid ticket settles this booking.

        :param pack: whose session the line used; none where it was paid otherwise
        """
        self.ensure_one()
        own = self.sudo()
        own._lock_booking()
        if own.rental_ticket_key == key and own.rental_attendance:
            return
        own._check_recordable()
        own._release_claim()
        own._write_kept(
            {
                "rental_attendance": CAME,
                "rental_prepaid_id": pack.id,
                "rental_ticket_key": key,
            }
        )

    @api.model
    def _forget_ticket(self, key):
        """Let the booking wait again whose ticket was refunded, or credited."""
        paid = self.sudo().search([("rental_ticket_key", "=", key)])
        paid._forget_attendance()

    def _record_attendance(self, attendance):
        """Write down who came; the line that had it last does not have it any more."""
        own = self.sudo()
        own._lock_booking()
        was_open = not own.rental_attendance
        result = super()._record_attendance(attendance)
        if was_open:
            own._write_kept({"rental_ticket_key": False})
        return result

    def _check_undoable(self):
        """Refuse what a ticket paid: it is refunded at the till."""
        if self.rental_ticket_key:
            raise UserError(
                self.env._(
                    "%(event)s: a ticket paid for it. Refund it at the till.",
                    event=self._get_booking_place(),
                )
            )
        return super()._check_undoable()
