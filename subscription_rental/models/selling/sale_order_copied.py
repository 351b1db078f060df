from markupsafe import Markup

from odoo import models


class SaleOrder(models.Model):
    """A copied quotation: it keeps plans, covers and discounts, at prices of today (SE13)."""

    _inherit = "sale.order"

    def copy(self, default=None):
        """Copy orders; what recurs on the copies costs what its plan asks for today."""
        copies = super().copy(default)
        for order in copies.filtered("is_rental"):
            order._take_todays_prices()
        return copies

    def _take_todays_prices(self):
        """Set recurring prices to those of today; say which of the original's changed."""
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: line.is_rental_recurring and not line._is_discount()
        )
        before = {line: line.rental_price_unit for line in lines}
        self.env.add_to_compute(lines._fields["rental_price_unit"], lines)
        digits = self.currency_id
        changed = lines.filtered(
            lambda line: digits.compare_amounts(before[line], line.rental_price_unit)
        )
        if not changed:
            return
        self._refresh_rental_prices()
        prices = Markup("<br/>").join(
            self.env._(
                "%(product)s: %(today)s, in place of %(before)s",
                product=line.product_id.display_name,
                today=digits.format(line.rental_price_unit),
                before=digits.format(before[line]),
            )
            for line in changed
        )
        told = self.env._("Recurring prices of today, and not of the order copied from:")
        self._message_log(body=told + Markup("<br/>") + prices)
