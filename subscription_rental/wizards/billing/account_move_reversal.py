from odoo import models


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        """Reverse; close the questions on periods that a replacing invoice bills again."""
        action = super().reverse_moves(is_modify)
        if is_modify:
            self.new_move_ids._get_rental_slots()._settle_questions()
        return action
