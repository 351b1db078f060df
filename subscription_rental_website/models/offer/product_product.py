from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _to_markup_data(self, website):
        """Add the offers of plans: a price per interval, as schema.org has it."""
        data = super()._to_markup_data(website)
        shop = website._get_rental_shop()
        plans = self.product_tmpl_id._get_shop_plans(shop, self)
        offers = [plan._prepare_markup_offer(self.sudo(), shop) for plan in plans]
        if not offers:
            return data
        once = [] if self.product_tmpl_id._is_only_rented(shop) else [data["offers"]]
        return {**data, "offers": [*once, *offers]}
