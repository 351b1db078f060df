from odoo import models


class SubscriptionLine(models.Model):
    """A subscription line in the dialog of changes."""

    _inherit = "subscription.line"

    def _prepare_change_vals(self):
        """Return the row that stands for this line in the dialog of changes."""
        self.ensure_one()
        return {
            "line_id": self.id,
            "sequence": self.sequence,
            "product_id": self.product_id.id,
            "quantity": self.quantity,
            "price_unit": self.price_unit,
            "discount": self.discount,
        }
