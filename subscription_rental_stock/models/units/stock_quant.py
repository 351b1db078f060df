from odoo import api, models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.depends("product_categ_id.rental_valuation")
    def _compute_value(self):
        """Share a product's value over all its valued stock, also outside warehouses.

        Core divides the value by the quantity in warehouses, which lacks the units on rent.
        """
        result = super()._compute_value()
        for quant in self.filtered(lambda one: one._is_shared_wrongly()):
            product = quant.product_id.with_company(quant.company_id)
            quantity = product._get_valued_quantity()
            share = quant.quantity / quantity if quantity else 0.0
            quant.value = product.total_value * share
        return result

    def _is_shared_wrongly(self):
        """Return whether core shares the product's value without the units on rent."""
        self.ensure_one()
        return bool(
            self.product_id
            and not self.product_id.lot_valuated
            and self.location_id._should_be_valued()
            and not self._should_exclude_for_valuation()
            and not self.product_uom_id.is_zero(self.quantity)
        )
