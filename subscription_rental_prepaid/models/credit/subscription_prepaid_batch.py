from odoo import fields, models

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.proration import exact


class SubscriptionPrepaidBatch(models.Model):
    """What a line of a paid period has credited: each line once, by the database itself.

    A period that was credited by a credit note, in part or whole, is billed again.
    """

    _inherit = "subscription.prepaid.batch"

    period_id = fields.Many2one(
        "subscription.period",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    line_id = fields.Many2one(
        "subscription.line",
        string="Subscription Line",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _is_next_amount(self):
        """Return whether a period's own bill credits this, and not what is settled."""
        self.ensure_one()
        line = self.move_line_id
        return line.move_id.move_type == "out_invoice" and not line.rental_charge_id

    def _is_after(self, one):
        """Return whether `one` is of an earlier period, and something of it is left.

        A period that is billed again, or paid late, lets nothing of a later one lapse.
        """
        self.ensure_one()
        first, its = self.period_id.date_start, one.period_id.date_start
        is_earlier = not (first and its) or its < first
        return bool(one != self and one.left and one.date_from and is_earlier)

    def _after_begun(self, today):
        """Let lapse what is not taken along, now that the next amount is paid."""
        result = super()._after_begun(today)
        credit = self.prepaid_id
        if credit.subscription_id and self._is_next_amount():
            earlier = credit.batch_ids.filtered(self._is_after)
            free = exact(sum(earlier.mapped("left"))) - exact(credit.held)
            lost = prepaid.lapsing(
                max(free, exact(0)), credit.rollover, credit.rollover_cap
            )
            for batch in earlier.sorted(lambda one: (one.date_from, one.id)):
                quantity = min(lost, exact(batch.left))
                credit._expire(batch, quantity, today)
                lost -= quantity
        return result
