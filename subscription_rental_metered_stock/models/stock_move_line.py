import re

from odoo import fields, models
from odoo.exceptions import ValidationError

NUMBER = re.compile(r"[0-9]{1,12}([.,][0-9]{1,3})?")


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
        typed = re.sub(r"\s", "", self.rental_counter or "")
        if not typed:
            return None
        if not NUMBER.fullmatch(typed):
            raise ValidationError(
                self.env._(
                    "%(unit)s: type what the counter shows in digits, as 12500.",
                    unit=self.lot_id.name or self.product_id.display_name,
                )
            )
        return float(typed.replace(",", "."))
