from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.subscription_rental.billing.availability import Supply
from odoo.addons.subscription_rental.billing.proration import exact

# So long a unit is kept for somebody who has gone to pay.
PAYING = timedelta(minutes=15)


class ProductProduct(models.Model):
    """How many units of a product can be rented in the shop, and from when."""

    _inherit = "product.product"

    def _get_rental_supply(self, warehouse, today, without=None):
        """Return the units of this product that `warehouse` can promise from `today` on.

        Those in stock, and those whose return is known; less what others wait for, or are
        paying for at the moment.

        :param without: an order whose own payments do not count
        """
        self.ensure_one()
        if not warehouse:
            return Supply(())
        product = self.sudo()
        units = [(today, exact(product._get_free_to_rent(warehouse)))]
        units += product._get_coming_back(warehouse, today)
        taken = product._get_waited_for(warehouse)
        taken += product._get_being_paid(warehouse, without)
        return Supply(tuple(units), taken)

    def _get_coming_back(self, warehouse, today):
        """Return [(day, how many)] of the units that come back to this warehouse."""
        self.ensure_one()
        out = self.env["subscription.assignment"].search(
            [
                ("product_id", "=", self.id),
                ("date_to", "=", False),
                ("replaced_on", "=", False),
                ("subscription_id.warehouse_id", "=", warehouse.id),
            ]
        )
        # What is due today is not here yet; what is late may never come.
        tomorrow = fields.Date.add(today, days=1)
        return [
            (max(day, tomorrow), count)
            for day, count in out._get_days_back()
            if day >= today
        ]

    def _get_waited_for(self, warehouse):
        """Return how many units are to leave this warehouse, and are not reserved yet."""
        self.ensure_one()
        stock = warehouse.lot_stock_id.id
        leaving = self.env["stock.move"].search(
            Domain("product_id", "=", self.id)
            & Domain("state", "in", ("confirmed", "partially_available"))
            & Domain("location_id", "child_of", stock)
            & ~Domain("location_dest_id", "child_of", stock)
        )
        return sum(
            exact(move.product_qty)
            - exact(move.product_uom._compute_quantity(move.quantity, self.uom_id))
            for move in leaving
        )

    def _get_being_paid(self, warehouse, without=None):
        """Return how many units are in carts that are being paid, and not yet ordered.

        :param without: an order that does not count
        """
        self.ensure_one()
        begun = Domain("state", "=", "draft")
        begun &= Domain("last_state_change", ">=", fields.Datetime.now() - PAYING)
        under_way = Domain("state", "in", ("pending", "authorized", "done"))
        lines = self.env["sale.order.line"].search(
            Domain("product_id", "=", self.id)
            & Domain("order_id", "not in", without.ids if without else [])
            & Domain("order_id.state", "in", ("draft", "sent"))
            & Domain("order_id.warehouse_id", "=", warehouse.id)
            & Domain("order_id.transaction_ids", "any", begun | under_way)
        )
        return sum(line._get_units() for line in lines)

    # === what Odoo's own stock says === #

    def _get_rented_only_plans(self):
        """Return the plans that visitors can have this product by, if only by plans.

        None outside of the shop, and where it can be bought, too.
        """
        self.ensure_one()
        if not request or not request.is_frontend:
            return None
        shop = self.env["website"].get_current_website()._get_rental_shop()
        template = self.product_tmpl_id
        if not template._is_only_rented(shop):
            return None
        plans = template._get_shop_plans(shop, self)
        return plans if any(plan._rents_units_of(self) for plan in plans) else None

    def _is_sold_out(self):
        """Say of what is only rented whether a unit can be ordered."""
        sold_out = super()._is_sold_out()
        if self._get_rented_only_plans() is None:
            return sold_out
        website = self.env["website"].get_current_website()
        return self._count_rentable(website, request.cart) < 1

    def _get_max_quantity(self, website, sale_order, **kwargs):
        """Say of what is only rented how many more units can be ordered."""
        most = super()._get_max_quantity(website, sale_order, **kwargs)
        if self._get_rented_only_plans() is None:
            return most
        return self._count_rentable(website, sale_order)

    def _count_rentable(self, website, cart):
        """Return how many more units visitors can order with the best of the plans."""
        self.ensure_one()
        today = website.company_id._subscription_today()
        warehouse = website._get_rental_warehouse()
        supply = self._get_rental_supply(warehouse, today, cart)
        left = supply.without(exact(cart._get_cart_qty(self.id)))
        plans = self._get_rented_only_plans()
        return max(
            float(left.count_by(plan._get_units_horizon(self, today))) for plan in plans
        )
