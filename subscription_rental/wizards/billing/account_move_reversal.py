from odoo import models


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        """Reverse; let a replacing invoice settle what the reversed one settled.

        The questions on periods that it bills again are closed, and charges are on it now.
        """
        action = super().reverse_moves(is_modify)
        if is_modify:
            for old, new in zip(self.move_ids, self.new_move_ids, strict=True):
                old._pass_on_to(new)
            self.new_move_ids._get_rental_slots()._settle_questions()
        return action
