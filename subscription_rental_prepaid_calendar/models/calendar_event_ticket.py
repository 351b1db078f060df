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
            day), prepaid_id (False if no pack pays) and hint
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
        }

    def _claim_for_ticket(self, key):
        """Hand the claim of this booking to the line `key` of a ticket; return its hold."""
        self.ensure_one()
        own = self.sudo()
        own._lock_booking()
        own._check_recordable()
        pack = own._find_pack()
        if not pack:
            raise UserError(
                self.env._(
                    "%(service)s: no pack of the customer pays for it.",
                    service=own.rental_product_id.display_name,
                )
            )
        own._release_claim()
        return pack._hold_for(
            key,
            1.0,
            own.rental_company_id._subscription_today(),
            partner_id=own.rental_customer_id.id,
            place=own._get_booking_place(),
        )

    def _note_ticket(self, key, pack):
        """Write down that the line `key` of a paid ticket used a session of `pack`."""
        self.ensure_one()
        own = self.sudo()
        own._lock_booking()
        if own.rental_ticket_key == key:
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
        """Let the booking wait again whose ticket was dropped or refunded."""
        paid = self.sudo().search([("rental_ticket_key", "=", key)])
        paid._write_kept({"rental_ticket_key": False})
        paid._forget_attendance()

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
