from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.website_sale.controllers.cart import Cart
from odoo.addons.website_sale.controllers.reorder import CustomerPortal

from ..shop import check_number


class RentalCart(Cart):
    """The plan of a line of the cart."""

    @route("/shop/cart/plan", type="jsonrpc", auth="public", website=True, sitemap=False)
    def set_plan(self, line_id=None, plan_id=None, with_cover=False):
        """Sell a line of the visitor's own cart with another plan, or with a cover."""
        if not request.cart:
            raise UserError(request.env._("Your cart has changed: reload the page."))
        request.cart._cart_set_plan(line_id, plan_id, with_cover=bool(with_cover))

    @route()
    def add_to_cart(self, product_template_id, product_id, quantity=1.0, **kwargs):
        """Add a product; refuse a quantity that is no number."""
        check_number(request.env, quantity)
        return super().add_to_cart(
            product_template_id, product_id, quantity=quantity, **kwargs
        )

    @route()
    def update_cart(self, line_id, quantity, product_id=None, **kwargs):
        """Change a quantity; refuse one that is no number."""
        check_number(request.env, quantity)
        return super().update_cart(line_id, quantity, product_id=product_id, **kwargs)

    def _prepare_order_history(self):
        """Leave out what was rented: one click would add it without its plan."""
        values = super()._prepare_order_history()
        groups = [
            {**group, "lines": group["lines"].filtered(lambda one: not one.rental_plan_id)}
            for group in values["order_history"]
        ]
        return {**values, "order_history": [group for group in groups if group["lines"]]}


class RentalReorder(CustomerPortal):
    """Orders that are ordered once more, with their plans and covers."""

    @route()
    def my_orders_reorder(self, order_id, access_token=None):
        """Put what was rented into the cart with its plan, and the rest as Odoo does."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return super().my_orders_reorder(order_id, access_token=access_token)
        order = order.with_user(request.env.user).sudo()
        again, gone = order._get_lines_again()
        values = {"tracking_info": []}
        once = any(line._is_reorder_allowed() for line in order.order_line)
        if once or not again | gone:
            values = super().my_orders_reorder(order_id, access_token=access_token)
        for line in again:
            values["tracking_info"] += self._rent_again(line)["tracking_info"]
        cart = request.cart or request.website._create_cart()
        cart._warn_not_again(gone)
        return {**values, "cart_quantity": cart.cart_quantity}

    def _rent_again(self, line):
        """Put this order line into the cart once more; return Odoo's answer."""
        own = [
            {
                "custom_product_template_attribute_value_id": (
                    value.custom_product_template_attribute_value_id.id
                ),
                "custom_value": value.custom_value,
            }
            for value in line.product_custom_attribute_value_ids
        ]
        return Cart().add_to_cart(
            product_template_id=line.product_template_id.id,
            product_id=line.product_id.id,
            quantity=line.product_uom_qty,
            product_custom_attribute_values=own,
            no_variant_attribute_value_ids=line.product_no_variant_attribute_value_ids.ids,
            rental_plan_id=line.rental_plan_id.id,
            rental_with_cover=line.rental_with_cover,
        )
