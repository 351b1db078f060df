from odoo import models


class AccountPartialReconcile(models.Model):
    """A payment that is taken off its invoice: returned, undone, or put elsewhere."""

    _inherit = "account.partial.reconcile"

    def unlink(self):
        """Take back what invoices renewed that are not paid any more."""
        # Accountants and banks know no due dates.
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        result = super().unlink()
        unpaid = moves.exists().filtered(
            lambda move: move.move_type == "out_invoice" and not move._is_paid_for()
        )
        unpaid._take_back_renewals()
        return result
