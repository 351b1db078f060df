from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.depends("categ_id.rental_valuation")
    def _compute_valuation(self):
        """Set rental assets to periodic valuation: no value is booked when they move."""
        result = super()._compute_valuation()
        for template in self.filtered("categ_id"):
            if template.categ_id.rental_valuation == "asset":
                template.valuation = "periodic"
        return result

    def _is_rental_asset(self):
        """Return whether the units of this product carry no stock value."""
        self.ensure_one()
        return self.categ_id.rental_valuation == "asset"
