from odoo import api, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.depends("categ_id.rental_valuation")
    def _compute_value(self):
        """Assets have no stock value."""
        result = super()._compute_value()
        for product in self:
            if product.product_tmpl_id._is_rental_asset():
                product.total_value = product.avg_cost = 0.0
        return result

    def _get_valued_quantity(self):
        """Return how many are in all locations that have value: on rent, too."""
        self.ensure_one()
        return self._with_valuation_context().qty_available
