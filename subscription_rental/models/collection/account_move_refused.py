from odoo import models

from ...billing import collection, refusal


class AccountMove(models.Model):
    """An invoice whose last charge was refused."""

    _inherit = "account.move"

    def _get_refused(self):
        """Return the last charge of this invoice if it was refused, else none."""
        self.ensure_one()
        last = self.sudo().rental_charge_ids.sorted("id")[-1:]
        return last.filtered(lambda charge: charge.rental_outcome == collection.DECLINED)

    def _may_charge_again(self):
        """Return whether the reason of the last refusal leaves sense in another try.

        With another method than the one that was refused it always does.
        """
        self.ensure_one()
        last = self._get_refused()
        token = self._get_collecting_token()
        if not last or last.token_id != token:
            return True
        refused = self.sudo().rental_charge_ids.filtered(
            lambda charge: (
                charge.token_id == token and charge.rental_outcome == collection.DECLINED
            )
        )
        return refusal.may_charge_again(last.rental_refusal, len(refused))

    def _waits_for_us(self):
        """Return whether a charge failed by our mistake, which a person is to correct."""
        self.ensure_one()
        return self._get_refused().rental_refusal == refusal.OURS
