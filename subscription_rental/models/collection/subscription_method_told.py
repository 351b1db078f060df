from odoo import models

from ...billing import lifecycle
from ...kept import Kept


class SubscriptionSubscription(models.Model):
    """A clerk who chooses or clears a payment method: the customer is told of it, too."""

    _inherit = "subscription.subscription"

    def write(self, vals):
        """Tell the customers by mail whose method a person changes (B7)."""
        # The system's own acts tell it themselves, or have nothing to tell.
        told = "payment_token_id" in vals and not isinstance(vals, Kept)
        before = {one: one.payment_token_id for one in self} if told else {}
        result = super().write(vals)
        changed = self.filtered(
            lambda one: (
                one in before
                and one.state != lifecycle.DRAFT
                and one.payment_token_id != before[one]
            )
        )
        changed.sudo()._tell_of_method()
        return result
