from odoo import models


class SubscriptionLine(models.Model):
    """A subscription line in the dialog of changes."""

    _inherit = "subscription.line"

    def _keeps_phases(self, vals):
        """Return whether the prices that follow this one still do after such a change.

        Who types a price, or changes the product, says what it costs from then on.
        """
        known = {"product_id": self.product_id.id, "price_unit": self.price_unit}
        same = all(vals.get(name, value) == value for name, value in known.items())
        return bool(self.phase_number) and same

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
