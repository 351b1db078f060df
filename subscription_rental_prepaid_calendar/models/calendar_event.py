from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import format_date, format_datetime

from odoo.addons.subscription_rental.billing import prepaid

CLERKS = "subscription_rental.group_user_own"
STAFF = "base.group_user"
CAME = "came"
NO_SHOW = "no_show"
# How long after its end the session of a booking is claimed, if nobody says what became
# of it.
GRACE = timedelta(days=1)


class CalendarEvent(models.Model):
    """A booking: an event with a service, for a customer whose pack may pay (PK3)."""

    _name = "calendar.event"
    _inherit = ["calendar.event", "subscription.kept.mixin"]
    _keeps_readonly = False

    rental_product_id = fields.Many2one(
        "product.product",
        string="Service",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('type', '=', 'service'), ('sale_ok', '=', True)]",
        groups=STAFF,
        help="What is booked. A pack of the customer that pays for it keeps a session.",
    )
    rental_customer_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_rental_customer_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
        help="Whose pack pays. By itself it is the first attendee who is no user of yours.",
    )
    rental_company_id = fields.Many2one(
        "res.company",
        string="Company of the Service",
        compute="_compute_rental_company_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    rental_attendance = fields.Selection(
        [(CAME, "Session used"), (NO_SHOW, "No-show")],
        string="Attendance",
        copy=False,
        kept=True,
        groups=STAFF,
    )
    # Who reads events of all companies need not know packs: they are shown by the hint.
    rental_prepaid_id = fields.Many2one(
        "subscription.prepaid",
        string="Paid by Pack",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        kept=True,
        groups=fields.NO_ACCESS,
    )
    rental_prepaid_hint = fields.Char(compute="_compute_rental_prepaid", groups=CLERKS)
    rental_prepaid_step = fields.Selection(
        [("use", "Use a session"), ("sell", "Sell the service, and use a session")],
        string="Next Step",
        compute="_compute_rental_prepaid",
        groups=CLERKS,
    )

    @api.depends("partner_ids", "rental_product_id")
    def _compute_rental_customer_id(self):
        for event in self:
            known = event.rental_customer_id
            if event.rental_product_id and not known:
                strangers = event.partner_ids.filtered("partner_share")
                known = strangers[:1]._origin
            event.rental_customer_id = known

    @api.depends("rental_product_id")
    def _compute_rental_company_id(self):
        for event in self:
            product = event.rental_product_id
            known = event.rental_company_id
            event.rental_company_id = (
                (known or product.company_id or self.env.company) if product else known
            )

    @api.depends(
        "rental_product_id", "rental_customer_id", "rental_company_id", "partner_ids",
        "rental_attendance", "rental_prepaid_id", "start", "stop", "allday", "active",
    )  # fmt: skip
    @api.depends_context("allowed_company_ids", "uid", "lang")
    def _compute_rental_prepaid(self):
        self.rental_prepaid_hint = False
        self.rental_prepaid_step = False
        # Other people's private events, and those of other companies, tell nothing.
        for event in self.filtered(lambda one: one._is_booking_of(self.env.companies)):
            if event.rental_attendance:
                pack = event.sudo().rental_prepaid_id
                event.rental_prepaid_hint = event._get_used_hint(pack) if pack else False
                continue
            pack = event._find_pack()
            if pack:
                at_use = pack.vat_kind == prepaid.AT_USE
                event.rental_prepaid_hint = event._get_left_hint(pack)
                event.rental_prepaid_step = "sell" if at_use else "use"

    def _is_booking_of(self, companies):
        """Return whether this event has a service and a customer of one of `companies`."""
        self.ensure_one()
        return bool(
            self.rental_product_id
            and self.rental_customer_id
            and self.rental_company_id in companies
        )

    def _get_left_hint(self, pack):
        """Return how much is left of the pack that pays, the claim of this included."""
        left = pack._get_free(self._get_booked_day()) + self._get_claimed(pack)
        if left == 1:
            return self.env._("One session left of %(name)s.", name=pack.name)
        return self.env._(
            "%(left)s sessions left of %(name)s.",
            left=pack._format_quantity(left),
            name=pack.name,
        )

    def _get_used_hint(self, pack):
        """Return that a session of `pack` was used."""
        return self.env._(
            "A session of %(name)s was used. Left: %(left)s.",
            name=pack.name,
            left=pack.left_display,
        )

    # === when and where === #

    def _get_local_start(self):
        """Return when this event begins, in the zone of its company."""
        self.ensure_one()
        zone = pytz.timezone(self.sudo().rental_company_id.subscription_tz or "UTC")
        return pytz.utc.localize(self.start).astimezone(zone)

    def _get_booked_day(self):
        """Return the day of this event in the zone of its company."""
        self.ensure_one()
        return self.start_date if self.allday else self._get_local_start().date()

    def _get_booking_place(self):
        """Return what this booking is called in the ledger: never by a private subject."""
        self.ensure_one()
        zone = self.sudo().rental_company_id.subscription_tz or "UTC"
        if self.allday:
            when = format_date(self.env, self.start_date)
        else:
            when = format_datetime(self.env, self.start, tz=zone, dt_format="short")
        return self.env._("Booking of %(time)s", time=when)

    # === who may === #

    def _check_clerk(self):
        """Raise AccessError unless the user works with packs, and may edit this booking."""
        self.check_access("write")
        self._check_calendar_privacy_write_permissions()
        companies = self.sudo().rental_company_id
        if companies - self.env.companies or not self.env.user.has_group(CLERKS):
            raise AccessError(
                self.env._(
                    "Whoever uses sessions works with subscriptions, in the company of the "
                    "service."
                )
            )
