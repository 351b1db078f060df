from odoo import models


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        """An invoice that replaces the credited one leaves nothing to bill again."""
        action = super().reverse_moves(is_modify)
        if is_modify:
            self.new_move_ids._get_rental_slots()._settle_questions()
        return action
