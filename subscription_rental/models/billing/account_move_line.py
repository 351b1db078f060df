from odoo import models


class AccountMoveLine(models.Model):
    """Credits on an invoice that a credit note took back with the invoice."""

    _inherit = "account.move.line"

    def _free_credits(self):
        """Return the credits on these lines that were taken back: they wait once more.

        A credit note of the whole invoice takes back what the invoice gave, too.
        """
        freed = self.env["subscription.charge"]
        for line in self:
            charge = line.rental_charge_id
            if charge.amount < 0 and charge.move_line_id == line and line._is_reversed():
                freed |= charge
        freed.move_line_id = False
        return freed

    def _is_reversed(self):
        """Return whether a posted credit note has this line with the same amount."""
        self.ensure_one()
        notes = self.move_id.reversal_move_ids.filtered(lambda one: one.state == "posted")
        return any(
            line.product_id == self.product_id
            and line.rental_line_id == self.rental_line_id
            and line.rental_period_id == self.rental_period_id
            and self.currency_id.is_zero(line.price_subtotal - self.price_subtotal)
            for line in notes.invoice_line_ids
        )
