import pytz

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.subscription_rental.billing import prepaid

PAID = ("paid", "done")


class PosOrder(models.Model):
    """A ticket that sells packs and credit, and that they pay (PK2, PK3, PK5)."""

    _inherit = "pos.order"

    rental_was_offline = fields.Boolean(
        string="Paid Without Connection",
        copy=False,
        help="The till had no connection when the customer paid.",
    )

    def _process_saved_order(self, draft):
        """Let a paid ticket grant, use and give back; what does not fit refuses it."""
        result = super()._process_saved_order(draft)
        if not draft and self.state in PAID:
            self._settle_ticket_prepaids()
        return result

    def _settle_ticket_prepaids(self):
        """Follow this paid ticket in the ledger: sold, used, refunded, paid."""
        self.ensure_one()
        # Cashiers have no rights on packs: what is done follows from their ticket.
        lines = self.lines.sudo()
        today = self.company_id._subscription_today()
        for line in lines.filtered("refunded_orderline_id"):
            line._refund_prepaid(today)
        sold = lines.filtered(lambda one: not one.refunded_orderline_id)
        for line, offer in sold._get_sold_offers():
            line._grant_by_ticket(offer, today)
        day = self._get_day_of_use(today)
        for line in sold.filtered(lambda one: one._is_paid_by_prepaid()):
            line._use_by_ticket(day)
        self._check_prepaid_payments()

    def _get_day_of_use(self, today):
        """Return the company's day on which the customer paid; tills may send it later."""
        if not self.rental_was_offline:
            return today
        zone = pytz.timezone(self.company_id.subscription_tz or "UTC")
        paid_on = pytz.utc.localize(self.date_order).astimezone(zone).date()
        return min(paid_on, today)

    def _get_prepaid_rows(self):
        """Return the movements that the payments of this ticket book: VAT at use."""
        movements = self.env["subscription.prepaid.movement"].sudo()
        rows = movements.search(
            [
                ("pos_line_id", "in", self.lines.ids),
                ("kind", "in", (prepaid.USE, prepaid.UNDO, prepaid.CORRECTION)),
            ]
        )
        # What takes back a sale is booked by its line.
        return rows.filtered(
            lambda row: (
                row.prepaid_id.vat_kind == prepaid.AT_USE
                and not (row.kind == prepaid.UNDO and row.quantity < 0)
            )
        )

    def _check_prepaid_payments(self):
        """Raise UserError unless packs and credit pay just what they are used for."""
        paid = self.payment_ids.filtered(
            lambda one: one.payment_method_id.rental_is_prepaid
        )
        used = -sum(self._get_prepaid_rows().mapped("amount"))
        difference = sum(paid.mapped("amount")) - used
        if len(paid) > 1 or not self.currency_id.is_zero(difference):
            raise UserError(
                self.env._(
                    "Packs and credit pay %(paid)s of this ticket, and %(used)s of them is "
                    "used. Go back to the ticket and to the payment again: the till enters "
                    "the amount.",
                    paid=formatLang(
                        self.env, sum(paid.mapped("amount")), currency_obj=self.currency_id
                    ),
                    used=formatLang(self.env, used, currency_obj=self.currency_id),
                )
            )

    def write(self, vals):
        """Give back what cancelled tickets have claimed."""
        result = super().write(vals)
        if vals.get("state") == "cancel":
            for line in self.lines.filtered("rental_prepaid_id"):
                self.env["subscription.prepaid"]._release_for(line._get_ticket_key())
        return result

    def _get_invoice_lines_values(self, line_values, pos_line, move_type):
        """Tell the invoice's lines which lines of the ticket they are."""
        values = super()._get_invoice_lines_values(line_values, pos_line, move_type)
        return {**values, "rental_pos_line_id": pos_line.id}

    def read_pos_data(self, data, config):
        """Send what is left of packs along with tickets, for the receipt."""
        result = super().read_pos_data(data, config)
        if config:
            lines = self.sudo().lines
            packs = lines.rental_prepaid_id | lines.rental_batch_ids.prepaid_id
            result["subscription.prepaid"] = packs._read_for_till(config)
        return result
