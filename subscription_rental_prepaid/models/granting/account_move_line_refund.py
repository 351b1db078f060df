from odoo import models

from odoo.addons.subscription_rental.billing import prepaid


class AccountMoveLine(models.Model):
    """A line of a credit note that takes back a pack or credit, whoever has it now."""

    _inherit = "account.move.line"

    def _take_back_prepaid(self, batch, today):
        """Let this posted line of a credit note take back what `batch` has granted.

        What was handed on is taken back from who has it now. Who credits less than what
        is unused of an untouched pack makes it cheaper.
        """
        self.ensure_one()
        decided = self.rental_batch_id == batch
        whole = batch if decided else batch._get_whole_sale()
        whole.prepaid_id._lock_rows()
        holding = batch if decided else batch._get_holding()
        credited = self.balance
        part = 0 if decided else self._get_part_taken_back(batch, holding)
        if not decided:
            whole.prepaid_id._tell_part_used(batch, credited, self.move_id)
        holding._tell_taken_back(self.move_id)
        owed = sum(holding.mapped("amount_left"))
        # Whoever pays the rest back, or decided what is, leaves nothing to be used.
        if decided or self.company_currency_id.compare_amounts(credited, owed) >= 0:
            holding._cash_out(credited, self, today)
        else:
            holding._take_part(part, credited, self, today)

    def _get_part_taken_back(self, batch, holding):
        """Return how much of `batch` this line takes back, where it credits a part.

        Credit is as much as was paid; of several packs, so many are whole. 0: none, it
        makes the sessions cheaper.

        :param holding: where the rest of it is
        """
        self.ensure_one()
        sold, left = batch.move_line_id, sum(holding.mapped("left"))
        if batch.kind == prepaid.AMOUNT:
            return min(self.balance, left)
        same = (sold.price_unit, sold.discount) == (self.price_unit, self.discount)
        if not same or not prepaid.is_whole(self.quantity) or not sold.quantity:
            return 0
        return min(batch.granted * self.quantity / sold.quantity, left)

    def _get_credited_batch(self, granted):
        """Return which of `granted` the same line of the credited invoice has granted."""
        self.ensure_one()
        same = granted.filtered(
            lambda one: (
                one.move_line_id.product_id == self.product_id
                and one._get_whole_sale()._is_something_left()
            )
        )
        return same.sorted(
            lambda one: (
                one.amount != self.balance,
                one.move_line_id.quantity != self.quantity,
            )
        )[:1]
