from odoo import fields, models
from odoo.http import request

from odoo.addons.subscription_rental.billing.proration import exact


class ProductTemplate(models.Model):
    """What the shop says of the units of a product that is rented."""

    _inherit = "product.template"

    rental_order_ahead = fields.Boolean(
        string="Ordered Ahead",
        help="When all units are out, visitors of the shop can order one for the day on "
        "which it is expected back. Only with plans that start at the handover.",
    )

    def _get_shop_offers(self, product, shop, quantity=1.0):
        """Add to each offer what its units are: how many are free, and from when."""
        offers = super()._get_shop_offers(product, shop, quantity)
        plans = self.env["subscription.plan"].sudo()
        plans = plans.browse(offer["id"] for offer in offers)
        if not any(plan._rents_units_of(product) for plan in plans):
            return offers
        supply = product._get_rental_supply(
            shop.website._get_rental_warehouse(), shop.today, request.cart
        )
        in_cart = exact(request.cart._get_cart_qty(product.id))
        left = supply.without(in_cart)
        for plan, offer in zip(plans, offers, strict=True):
            offer["units"] = plan._rents_units_of(product) and plan._get_shop_units(
                product.sudo(), left, exact(quantity), shop.today
            )
            if offer["units"] and in_cart and not offer["units"]["most"]:
                offer["units"]["text"] = self.env._("All that are free are in your cart")
        return offers

    def _is_sold_out(self):
        """Say of what is only rented whether a unit can be ordered."""
        sold_out = super()._is_sold_out()
        product = self.product_variant_id
        if not product or product._get_rented_only_plans() is None:
            return sold_out
        return product._is_sold_out()

    def _get_additionnal_combination_info(
        self, product_or_template, quantity, uom, date, website
    ):
        """Leave out what Odoo says of the stock where a product is only rented."""
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        if info.get("rental_only") and info.get("is_storable"):
            info["is_storable"] = False
        return info
