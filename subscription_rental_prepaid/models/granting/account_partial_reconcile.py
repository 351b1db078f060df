from odoo import models


class AccountPartialReconcile(models.Model):
    """A payment that is taken off its invoice: returned, undone, or put elsewhere."""

    _inherit = "account.partial.reconcile"

    def unlink(self):
        """Freeze what was sold by invoices that are not paid any more (PK1)."""
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        result = super().unlink()
        moves.exists().filtered(
            lambda move: move.move_type == "out_invoice"
        )._settle_prepaids()
        return result
