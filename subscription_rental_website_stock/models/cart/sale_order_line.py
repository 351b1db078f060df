from odoo import models
from odoo.tools.misc import format_date


class SaleOrderLine(models.Model):
    """Lines of a cart that rent units: limited by what is free to rent."""

    _inherit = "sale.order.line"

    def _check_availability(self):
        """Leave what is rented to the check of its units."""
        return self._is_rented_goods() or super()._check_availability()

    def _get_max_available_qty(self):
        """Say of what is rented how many more units there are to rent."""
        most = super()._get_max_available_qty()
        if not self._is_rented_goods():
            return most
        left = self.order_id._get_units_left(self.product_id, self)
        more = self.order_id._count_units(left, self.product_id, self.rental_plan_id)
        return self.product_id.uom_id._compute_quantity(
            float(more - self._get_units()), self.product_uom_id, round=False
        )

    def _get_units_note(self):
        """Return what the cart says of the units of this line; False if they are here."""
        self.ensure_one()
        promises = self.order_id._get_unit_promises()
        if self not in promises:
            return False
        day = promises[self]
        if not day:
            return self.env._("Not enough are free: change the number, or remove it.")
        if day <= self.order_id._get_shop_day():
            return False
        return self.env._(
            "Next free on %(day)s: you have it then.", day=format_date(self.env, day)
        )
