from odoo.http import Controller, request, route


class RentalWishlist(Controller):
    """The plan of what a visitor wishes for."""

    @route(
        "/shop/wishlist/plan", type="jsonrpc", auth="public", website=True, sitemap=False
    )
    def set_plan(self, product_id, plan_id=None, with_cover=False):
        """Keep the plan of the visitor's own wish for this product, or of the next one."""
        wishes = request.env["product.wishlist"].current()
        wanted = wishes.filtered(lambda wish: wish.sudo().product_id.id == product_id)
        wanted._choose_rental_plan(plan_id, with_cover=bool(with_cover))
        if not wanted:
            request.session["rental_wish"] = [product_id, plan_id, bool(with_cover)]
