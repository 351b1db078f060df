from odoo import fields, models

from ...billing import due_dates
from ...locking import lock

# Orders that may still be paid, and renew then.
OPEN_ORDERS = ("draft", "sent", "sale")
QUOTED = ("draft", "sent")
# What a quotation says of a due date.
TERMS = ("product_id", "quantity", "amount", "currency_id")


class SubscriptionDueDate(models.Model):
    """Renewed by its customer: an order is made, paid online, and renews (DD8)."""

    _name = "subscription.due.date"
    _inherit = ["subscription.due.date", "portal.mixin"]

    access_token = fields.Char(kept=True)
    quote_id = fields.Many2one(
        "sale.order",
        string="Quotation",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The latest order that renews it, once it is paid.",
    )

    terms_changed_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="Since then its price, quantity or product is another one.",
    )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for row in self:
            row.access_url = f"/my/due-dates/{row.id}"
        return result

    def _get_renew_url(self):
        """Return the path of the page on which the customer renews this due date."""
        self.ensure_one()
        # The subscription renews its terms.
        return (self.subscription_id or self).get_portal_url()

    def _lets_renew(self, today):
        """Return whether the customer may renew this due date alone on `today`."""
        self.ensure_one()
        if self.subscription_id or self.state not in due_dates.OPEN:
            return False
        days = self.company_id.subscription_renew_days
        # What costs nothing cannot be paid: a clerk renews it.
        costs = not self.currency_id.is_zero(self.amount)
        return costs and due_dates.may_renew(today, self.date_due, days)

    # === what it is paid by === #

    def _renew_online(self):
        """Return the invoice or the order that renews this due date once it is paid.

        The one that waits for its payment already, else a new order: two tabs get the same.
        """
        self.ensure_one()
        # The second of two tabs is tried again by Odoo, and finds what the first wrote.
        lock(self)
        self.invalidate_recordset(["quote_id", "next_ids", "date_closed"])
        found = self._find_renewal()
        if not found:
            self._drop_old_quote()
            here = self.with_context(lang=self.partner_id.lang)
            found = here.with_company(self.company_id)._create_renewal_orders()
        if found._name == "sale.order":
            found._let_pay_renewal()
        return found

    def _find_renewal(self):
        """Return the invoice, or else the order, that renews this once paid; or nothing."""
        self.ensure_one()
        return self._find_invoice() or self._find_order()

    def _find_invoice(self):
        """Return the unpaid invoice that names this due date, a posted one first."""
        self.ensure_one()
        lines = self.env["account.move.line"].search(
            [
                ("rental_due_date_id", "=", self.id),
                ("parent_state", "in", ("draft", "posted")),
                ("move_id.move_type", "=", "out_invoice"),
                ("move_id.payment_state", "in", ("not_paid", "partial")),
            ]
        )
        # Not the invoice of who held it before.
        own = lines.filtered(lambda line: self._get_holders()[self] in line._get_buyers())
        return own.move_id.sorted(lambda move: (move.state != "posted", move.id))[:1]

    def _find_order(self):
        """Return the order that names this due date and waits for its payment."""
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        lines = self.env["sale.order.line"].search(
            [
                ("rental_due_date_id", "=", self.id),
                ("order_id.state", "in", OPEN_ORDERS),
                # Not the order of who held it before.
                ("order_partner_id.commercial_partner_id", "=", customer.id),
            ]
        )
        current = lines.filtered(lambda line: not self._is_outdated(line))
        waiting = current.order_id.filtered(
            lambda order: not order.is_expired and order.invoice_status != "invoiced"
        )
        return waiting.sorted(lambda order: (order.state != "sale", order.id))[:1]

    def _get_pay_path(self, found):
        """Return the path on which this is paid; or nothing, if it is not now.

        :param found: the invoice or the order that renews it
        """
        self.ensure_one()
        if found._name == "sale.order":
            return found._get_order_pay_path()
        return found.get_portal_url() if found._has_to_be_paid() else ""

    # === quotations that say something else than the due date === #

    def write(self, vals):
        """Take back quotations that ask another price than these due dates have now."""
        quotable = self._without_terms() if vals.keys() & set(TERMS) else ()
        terms = {row: row._get_terms_quoted() for row in quotable}
        result = super().write(vals)
        changed = [row.id for row, was in terms.items() if row._get_terms_quoted() != was]
        if changed:
            self.browse(changed)._outdate_quotes()
        return result

    def _get_terms_quoted(self):
        """Return what a quotation of this due date depends on."""
        self.ensure_one()
        return tuple(self[name] for name in TERMS)

    def _outdate_quotes(self):
        """Cancel quotations of these due dates, whose terms have changed, and say so.

        One of other things as well stays, and is told; the customer gets a new one.
        """
        self._write_kept({"terms_changed_at": self.env.cr.now()})
        # Whoever keeps due dates need not sell.
        lines = self.env["sale.order.line"].sudo()
        lines = lines.search(
            [("rental_due_date_id", "in", self.ids), ("order_id.state", "in", QUOTED)]
        )
        for order, owned in lines.grouped("order_id").items():
            names = ", ".join(owned.rental_due_date_id.mapped("display_name"))
            body = self.env._(
                "It does not say any more what is due: %(names)s.", names=names
            )
            order._message_log(body=body)
            if order._renews_only(self) and not order._has_payment_under_way():
                order._action_cancel()

    def _is_outdated(self, line):
        """Return whether the terms of this have changed since `line` was quoted.

        A price that somebody agreed on after that holds.
        """
        self.ensure_one()
        if not self.terms_changed_at or line.order_id.state not in QUOTED:
            return False
        price = self._get_renewal_price(line.currency_id)
        same = (
            line.product_id == self.product_id
            and line.product_uom_qty == (self.quantity or 1.0)
            and line.currency_id.compare_amounts(line.price_unit, price) == 0
        )
        return not same and line.create_date <= self.terms_changed_at

    def _drop_old_quote(self):
        """Cancel the quotation of this due date alone that is too old to be paid."""
        self.ensure_one()
        quote = self.quote_id
        if quote.is_expired and quote._renews_only(self):
            quote._action_cancel()

    def _drop_quotes(self):
        """Cancel the quotations that would renew these due dates alone, once paid.

        One whose payment is under way stays: whoever looks after it hears of that.
        """
        # Whoever renews or closes what is due need not sell.
        for row in self.sudo():
            quote = row.quote_id
            if (
                quote.state in QUOTED
                and quote._renews_only(row)
                and not quote._has_payment_under_way()
            ):
                quote._action_cancel()

    def _renew_held(self, day, values=None):
        """Cancel what would renew these due dates a second time."""
        following = super()._renew_held(day, values)
        self._drop_quotes()
        return following

    def action_close(self):
        """Cancel what would renew these due dates, too: nobody pays for it any more."""
        result = super().action_close()
        self._drop_quotes()
        return result

    def _is_untouched(self):
        """Add that no order and no invoice renews it: these could not be left behind."""
        return super()._is_untouched() and not self._is_named()

    def _is_named(self):
        """Return whether lines of orders or invoices, also of old ones, name it."""
        self.ensure_one()
        named = [("rental_due_date_id", "=", self.id)]
        return any(
            self.env[model].sudo().search_count(named, limit=1)
            for model in ("sale.order.line", "account.move.line")
        )
