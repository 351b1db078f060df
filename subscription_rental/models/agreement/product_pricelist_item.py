from odoo import models


class ProductPricelistItem(models.Model):
    """Rules of a pricelist that are applied to the recurring prices of a plan (PL16)."""

    _inherit = "product.pricelist.item"

    def _compute_base_price(
        self, product, quantity, uom, date, currency, rental_plan=None, **kwargs
    ):
        """Start from the price of `rental_plan`, where the sales price is the base."""
        own = not self.base or self.base == "list_price"
        if rental_plan is None or not own:
            passed = {"rental_plan": rental_plan} if rental_plan is not None else {}
            return super()._compute_base_price(
                product, quantity, uom, date, currency, **passed, **kwargs
            )
        return rental_plan._get_plan_price(product, currency, self.env.company, date, uom)
