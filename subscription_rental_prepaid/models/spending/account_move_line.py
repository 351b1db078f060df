from odoo import fields, models

from odoo.addons.subscription_rental.billing import prepaid


class AccountMoveLine(models.Model):
    """A line of an invoice: the session is used when the invoice is posted."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "subscription.prepaid.line.mixin"]
    _prepaid_quantity = "quantity"
    _prepaid_document = "move_id"
    _prepaid_prefix = "aml"

    rental_prepaid_line_id = fields.Many2one(
        "account.move.line",
        string="Session Given Back",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        kept=True,
        help="On a credit note: the line whose session it gives back.",
    )

    def _is_spendable_on(self):
        """Return whether a session could pay for this line: a product on an invoice."""
        document = self.move_id
        return (
            document.move_type == "out_invoice"
            and not self.rental_period_id
            and super()._is_spendable_on()
        )

    def _is_text(self):
        return super()._is_text() and self.display_type != "product"

    def _get_prepaid_ordered(self):
        """Return the order's line that the same pack pays for, if this invoices one."""
        return self.sale_line_ids.filtered(
            lambda one: one.rental_prepaid_id == self.rental_prepaid_id
        )[:1]

    def _get_hold_key(self):
        """Return whose claim pays: that of the order's line, if this invoices one."""
        ordered = self.sudo()._get_prepaid_ordered()
        return ordered._get_hold_key() if ordered else super()._get_hold_key()

    def _unspend_prepaid(self):
        """Give claims and prices back; the order's line is not paid by a pack, either."""
        ordered = (
            self.sudo()
            .env["sale.order.line"]
            .union(*(line._get_prepaid_ordered() for line in self.sudo()))
        )
        result = super()._unspend_prepaid()
        ordered._leave_prepaid()
        return result

    def _use_prepaid(self, today):
        """Use what pays for this line, at the price of this very session."""
        self.ensure_one()
        pack = self.sudo().rental_prepaid_id
        pack._check_spender(self._get_prepaid_owner())
        uses = pack._use_for(
            self._get_prepaid_key(),
            pack._get_sessions_for(self.product_id, self.quantity),
            today,
            hold_key=self._get_hold_key(),
            partner_id=self._get_prepaid_owner().id,
            place=self.move_id.display_name,
        )
        self._set_prepaid_price(-sum(uses.mapped("amount")))
        return uses

    def _book_prepaid(self):
        """Book the uses of this posted line: they pay for it, or release its income."""
        self.ensure_one()
        movements = self.env["subscription.prepaid.movement"]
        uses = movements._get_done(self._get_prepaid_key())
        uses._note({"place": self.move_id.name})
        if self.sudo().rental_prepaid_id.vat_kind == prepaid.AT_USE:
            uses._pay_invoice(self.move_id)
        else:
            uses._release_income(self.account_id, self.partner_id)

    def _give_prepaid_back(self, today):
        """Undo the uses of this line, in the ledger and in the books."""
        self.ensure_one()
        key = self._get_prepaid_key()
        self.env["subscription.prepaid.movement"]._get_done(key)._check_not_given_back()
        undone = self.env["subscription.prepaid"]._undo_for(key, today)
        undone._take_off_books()
        return undone

    def _claim_prepaid_again(self, undone, today):
        """Claim for the draft what was used for it: its pack may be gone meanwhile."""
        self.ensure_one()
        pack = undone.prepaid_id
        key = self._get_hold_key()
        quantity = -sum(undone.mapped("quantity"))
        known = pack.hold_ids.filtered(lambda one: one.key == key)
        if pack._get_free(today) >= quantity:
            pack._hold_for(key, known.quantity + quantity, today)

    def action_use_prepaid(self):
        """Let a session of the customer's first pack pay for each of these lines."""
        self._use_first_pack()

    def action_undo_prepaid(self):
        """Take back that packs pay for these lines."""
        self.check_access("write")
        self._unspend_prepaid()
