from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import prepaid


class PosOrderLine(models.Model):
    """A line that is refunded: what was used is undone, what was sold is taken back."""

    _inherit = "pos.order.line"

    def _refund_prepaid(self, today):
        """Follow the line that this one refunds; return the rows that undo its uses."""
        self.ensure_one()
        original = self.refunded_orderline_id.sudo()
        used = original._get_ticket_uses()
        used._check_not_given_back()
        batches = original.rental_batch_ids.filtered("granted")
        if used or batches:
            self._check_whole_refund(original)
        elif original.rental_batch_ids and self.price_subtotal:
            raise UserError(
                self.env._(
                    "%(product)s was paid back already.",
                    product=self.product_id.display_name,
                )
            )
        for batch in batches:
            self._take_back_sold(batch, today)
        return self._undo_use(original, today) if used else used

    def _check_whole_refund(self, original):
        """Raise UserError where a part of a line is refunded, or more than it cost.

        Sessions are not split, nor paid out in cash.
        """
        if self.qty != -original.qty:
            raise UserError(
                self.env._(
                    "%(product)s: refund all %(quantity)s, as packs and sessions are "
                    "refunded whole.",
                    product=self.product_id.display_name,
                    quantity=f"{original.qty:g}",
                )
            )
        # A till sends what a refund comes to without its sign, another client with it.
        more = abs(self.price_subtotal_incl) - abs(original.price_subtotal_incl)
        if not self.currency_id.is_zero(more):
            raise UserError(
                self.env._(
                    "%(product)s is refunded at its price of %(price)s: money for "
                    "something else has a line of its own.",
                    product=self.product_id.display_name,
                    price=self._format_ticket_money(original.price_subtotal_incl),
                )
            )

    def _undo_use(self, original, today):
        """Undo what `original` has used, in the ledger and in the books."""
        packs = self.env["subscription.prepaid"]
        undone = packs._undo_for(
            original._get_ticket_key(), today, **self._get_prepaid_place()
        )
        undone = undone.sudo()
        self._give_cents_back(original, today)
        # With VAT at use, the ticket's payment gives back what is in the books.
        undone.filtered(
            lambda row: row.prepaid_id.vat_kind == prepaid.AT_SALE
        )._take_off_books()
        return undone.undone_by_id

    def _give_cents_back(self, original, today):
        """Take back the cent that the ledger took with the use of `original`."""
        movements = self.env["subscription.prepaid.movement"].sudo()
        key = f"cent,{original._get_ticket_key()}"
        for row in movements.search([("key", "=", key)]):
            part = prepaid.Part(row.batch_id.id, 0, -row.amount)
            row.prepaid_id._move_signed(
                prepaid.CORRECTION,
                [part],
                today,
                key=f"back,{key}",
                **self._get_prepaid_place(),
            )

    def _take_back_sold(self, batch, today):
        """Take back a pack that nobody has used; the ticket pays its price back.

        Raises UserError where it was used: what is paid back then is a person's decision.
        """
        pack = batch.prepaid_id
        pack._lock_rows()
        if batch.left != batch.granted or pack.held:
            raise UserError(
                self.env._(
                    "%(name)s was used, or is about to be. Undo its uses first, or let the "
                    "office decide: it invoices the ticket, and refunds the pack.",
                    name=pack.name,
                )
            )
        notes = batch._get_whole_sale()._get_crediting_lines().move_id
        if notes:
            raise UserError(
                self.env._(
                    "%(documents)s paid a part of %(name)s back: let the office pay the "
                    "rest back.",
                    documents=", ".join(notes.mapped("name")),
                    name=pack.name,
                )
            )
        key = self.refunded_orderline_id._get_sale_key()
        pack._undo_for(key, today, prepaid.GRANT, pos_line_id=self.id)
