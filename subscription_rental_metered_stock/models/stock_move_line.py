from odoo import fields, models
from odoo.exceptions import ValidationError

from odoo.addons.subscription_rental_metered.typed import read_number


class StockMoveLine(models.Model):
    """What the counter of a unit shows as it changes hands (PL15)."""

    _inherit = "stock.move.line"

    rental_counter = fields.Char(
        string="Counter",
        copy=False,
        help="What the unit's counter shows at this handover or return. Empty: not read.",
    )

    def _get_counter_read(self):
        """Return the number that was read, None if none was."""
        self.ensure_one()
        try:
            return read_number(self.rental_counter)
        except ValueError:
            raise ValidationError(
                self.env._(
                    "%(unit)s: type what the counter shows in digits, as 12500.",
                    unit=self.lot_id.name or self.product_id.display_name,
                )
            ) from None
