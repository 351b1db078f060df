from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.subscription_rental.billing import prepaid

from .calendar_event import CAME, CLERKS, NO_SHOW


class CalendarEvent(models.Model):
    """The session of a booking is used once: when the customer came, or did not.

    VAT at the sale: the use releases income. VAT at each use: the service is sold by an
    invoice, which the session pays (docs/decisions/0036).
    """

    _inherit = "calendar.event"

    rental_move_id = fields.Many2one(
        "account.move",
        string="Invoice of the Session",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        kept=True,
        groups=fields.NO_ACCESS,
    )
    rental_has_invoice = fields.Boolean(
        compute="_compute_rental_has_invoice", groups=CLERKS
    )

    def _compute_rental_has_invoice(self):
        for event in self:
            event.rental_has_invoice = bool(event.sudo().rental_move_id)

    # === buttons === #

    def action_use_prepaid(self):
        """Use the session of each of these bookings: the customer has come."""
        self._check_clerk()
        for event in self:
            event._record_attendance(CAME)

    def action_no_show(self):
        """Say that nobody came: that uses the session where the pack's terms say so."""
        self._check_clerk()
        for event in self:
            event._record_attendance(NO_SHOW)

    def action_undo_prepaid(self):
        """Take back what was said about who came, and the use of a session with it."""
        self._check_clerk()
        for event in self:
            event._undo_attendance()

    def action_view_rental_invoice(self):
        """Open the invoice that the session paid, with the rights of the user."""
        self.ensure_one()
        self._check_clerk()
        return self.sudo().rental_move_id._get_records_action()

    # === what came of it === #

    def _record_attendance(self, attendance):
        """Write down once who came, and use the session or give it back."""
        own = self.sudo()
        own._lock_booking()
        if own.rental_attendance == attendance:
            return
        own._check_recordable()
        pack = own._find_pack()
        used = pack if attendance == CAME or pack.is_used_by_no_show else pack.browse()
        if attendance == CAME and not pack:
            raise UserError(
                self.env._(
                    "%(service)s: no pack of the customer pays for it.",
                    service=own.rental_product_id.display_name or own._get_booking_place(),
                )
            )
        move = own._use_booked_session(used) if used else own.rental_move_id
        own._release_claim()
        own._write_kept(
            {
                "rental_attendance": attendance,
                "rental_prepaid_id": used.id,
                "rental_move_id": move.id,
            }
        )

    def _lock_booking(self):
        """Wait for this event, lock it until the end, and read it anew."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT id FROM calendar_event WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        self.env.invalidate_all()

    def _check_recordable(self):
        """Raise UserError if it is said already who came, or its day is still to come."""
        place = self._get_booking_place()
        if not self.rental_product_id or not self.rental_customer_id:
            raise UserError(
                self.env._("%(event)s: choose the service and the customer.", event=place)
            )
        if self.rental_attendance:
            raise UserError(
                self.env._("%(event)s: it is said who came. Undo that first.", event=place)
            )
        if not self._is_due():
            raise UserError(self.env._("%(event)s: its day is still to come.", event=place))

    def _is_due(self):
        """Return whether the day of this booking has come, or is over."""
        self.ensure_one()
        return self._get_booked_day() <= self.rental_company_id._subscription_today()

    def _use_booked_session(self, pack):
        """Use a session of `pack`; return the invoice that it pays, if it needs one."""
        if pack.vat_kind == prepaid.AT_USE:
            return self._sell_session(pack)
        uses = pack._use_for(
            self._get_claim_key(),
            1.0,
            self._get_use_day(pack),
            partner_id=self.rental_customer_id.id,
            place=self._get_booking_place(),
        )
        uses._release_income(self._get_income_account(), self.rental_customer_id)
        return self.env["account.move"]

    def _get_use_day(self, pack):
        """Return the day of the use: that of the event, unless the pack came later."""
        today = self.rental_company_id._subscription_today()
        granted = pack.movement_ids.filtered(lambda row: row.kind == prepaid.GRANT)
        return min(today, max([self._get_booked_day(), *granted.mapped("date")]))

    def _get_income_account(self):
        """Return the account on which the service is sold to this customer."""
        company, customer = self.rental_company_id, self.rental_customer_id
        positions = self.env["account.fiscal.position"].with_company(company)
        product = self.rental_product_id.with_company(company)
        accounts = product.product_tmpl_id.get_product_accounts(
            fiscal_pos=positions._get_fiscal_position(customer)
        )
        if not accounts["income"]:
            raise UserError(
                self.env._(
                    "%(service)s: choose its income account.", service=product.display_name
                )
            )
        return accounts["income"]

    # === VAT at each use === #

    def _sell_session(self, pack):
        """Return the posted invoice of this service, which a session of `pack` pays."""
        company = self.rental_company_id
        product = self.rental_product_id
        service = pack.service_ids.filtered(lambda row: row.product_id == product)[:1]
        self._release_claim()
        # Clerks of the salon are no accountants; the session pays all of it.
        invoice = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "company_id": company.id,
                    "partner_id": self.rental_customer_id.id,
                    "invoice_date": company._subscription_today(),
                    "invoice_origin": self._get_booking_place(),
                    "invoice_line_ids": [
                        Command.create(
                            {"product_id": product.id, "quantity": service.quantity or 1.0}
                        )
                    ],
                }
            )
        )
        invoice.invoice_line_ids._spend_prepaid(pack)
        invoice.action_post()
        return invoice

    def _take_sale_back(self):
        """Take the invoice of this booking back: that gives the session back, too."""
        invoice = self.rental_move_id
        if invoice.state == "draft":
            invoice.button_cancel()
        elif self._is_use_standing():
            today = self.rental_company_id._subscription_today()
            note = invoice._reverse_moves(
                [{"invoice_date": today, "date": today, "ref": self._get_booking_place()}]
            )
            note.action_post()

    def _is_use_standing(self):
        """Return whether the session that paid the invoice was not given back yet."""
        lines = self.rental_move_id.invoice_line_ids.filtered("rental_prepaid_id")
        uses = [use for line in lines for use in line._get_prepaid_uses()]
        return any(use._as_given_rule().left for use in uses)

    # === undoing === #

    def _undo_attendance(self):
        """Forget who came; what was used is given back, and claimed again."""
        own = self.sudo()
        own._lock_booking()
        if not own.rental_attendance:
            return
        own._check_undoable()
        if own.rental_move_id:
            own._take_sale_back()
        else:
            today = own.rental_company_id._subscription_today()
            undone = own.env["subscription.prepaid"]._undo_for(own._get_claim_key(), today)
            undone._take_off_books()
        own._forget_attendance()

    def _check_undoable(self):
        """Raise UserError if this cannot be undone here; an override knows what else."""
        self.ensure_one()

    def _forget_attendance(self):
        """Let these bookings wait for their customers again."""
        self._write_kept(
            {
                "rental_attendance": False,
                "rental_prepaid_id": False,
                "rental_move_id": False,
            }
        )
        self._renew_claims()
