from odoo import models


class SubscriptionSubscription(models.Model):
    """Our number of what the customer ordered, as e-invoices name it."""

    _inherit = "subscription.subscription"

    def _get_order_number(self):
        """Return the number of the order; an override knows of quotations."""
        self.ensure_one()
        return self.name
