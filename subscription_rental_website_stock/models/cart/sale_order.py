from math import floor

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class SaleOrder(models.Model):
    """A cart holds no more units than are free, or expected back."""

    _inherit = "sale.order"

    def _get_shop_day(self):
        """Return the day of the company that sells this cart."""
        self.ensure_one()
        return self.company_id._subscription_today()

    def _get_units_left(self, product, line=None):
        """Return the Supply of `product` for `line` of this cart, or for a new one.

        What other lines of this cart ask for, rented or bought, is taken.
        """
        self.ensure_one()
        warehouse = self.warehouse_id or self.website_id._get_rental_warehouse()
        supply = product._get_rental_supply(warehouse, self._get_shop_day(), self)
        others = self._get_common_product_lines(product.id) - (line or self.order_line[:0])
        return supply.without(sum(one._get_units() for one in others))

    def _count_units(self, left, product, plan):
        """Return how many units of a Supply can be ordered with that plan."""
        return left.count_by(plan._get_units_horizon(product, self._get_shop_day()))

    def _get_unit_promises(self):
        """Return {line that rents units: the day on which they are free, for this cart}.

        The first lines get the first units; False where there are not enough.
        """
        self.ensure_one()
        promises, today = {}, self._get_shop_day()
        rented = self.order_line.filtered(lambda line: line._is_rented_goods())
        for product, lines in rented.grouped("product_id").items():
            left = self._get_units_left(product, lines)
            for line in lines:
                day = left.day_of(line._get_units())
                last = line.rental_plan_id._get_units_horizon(product, today)
                promises[line] = day and (not last or day <= last) and day
                left = left.without(line._get_units())
        return promises

    # === changing === #

    def _verify_updated_quantity(
        self, order_line, product_id, new_qty, uom_id, rental_plan_id=False, **kwargs
    ):
        """Limit what is rented to the units that are free, and say so."""
        product = self.env["product.product"].browse(product_id)
        plans = self.env["subscription.plan"]
        plan = order_line.rental_plan_id or plans.browse(rental_plan_id or [])
        if not plan._rents_units_of(product):
            return super()._verify_updated_quantity(
                order_line,
                product_id,
                new_qty,
                uom_id,
                rental_plan_id=rental_plan_id,
                **kwargs,
            )
        left = self._get_units_left(product, order_line)
        uom = self.env["uom.uom"].browse(uom_id)
        most = self._count_units(left, product, plan)
        allowed = floor(product.uom_id._compute_quantity(float(most), uom, round=False))
        if new_qty <= allowed:
            return new_qty, ""
        return allowed, self._get_units_warning(product, left, allowed, new_qty)

    def _get_units_warning(self, product, left, allowed, wanted):
        """Return why no more than `allowed` of `product` get into this cart."""
        self.ensure_one()
        name = product.display_name
        if allowed:
            return self.env._(
                "%(product)s: you asked for %(wanted)s, and %(count)s can be rented at the "
                "moment.",
                product=name,
                wanted=f"{wanted:g}",
                count=f"{allowed:g}",
            )
        if self._get_cart_qty(product.id):
            return self.env._(
                "%(product)s: no more than those in your cart can be rented at the moment.",
                product=name,
            )
        if day := left.day_of(1):
            return self.env._(
                "%(product)s is rented out: the next one is free on %(day)s.",
                product=name,
                day=format_date(self.env, day),
            )
        return self.env._("%(product)s is rented out at the moment.", product=name)

    def _cart_set_plan(self, line_id, plan_id, *, with_cover):
        """Refuse a plan that hands over units where there are not enough of them."""
        before = {line for line, day in self._get_unit_promises().items() if not day}
        result = super()._cart_set_plan(line_id, plan_id, with_cover=with_cover)
        for line, day in self._get_unit_promises().items():
            if not day and line not in before:
                raise UserError(
                    self.env._(
                        "Not enough of %(product)s can be rented with this plan at the "
                        "moment: choose another one, or fewer.",
                        product=line.product_id.display_name,
                    )
                )
        return result
