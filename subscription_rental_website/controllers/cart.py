from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.website_sale.controllers.cart import Cart


class RentalCart(Cart):
    """The plan of a line of the cart."""

    @route("/shop/cart/plan", type="jsonrpc", auth="public", website=True, sitemap=False)
    def set_plan(self, line_id, plan_id, with_cover=False):
        """Sell a line of the visitor's own cart with another plan, or with a cover."""
        if not request.cart:
            raise UserError(request.env._("Your cart has changed: reload the page."))
        request.cart._cart_set_plan(line_id, plan_id, with_cover=bool(with_cover))
