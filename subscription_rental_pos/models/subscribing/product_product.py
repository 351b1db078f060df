from odoo import models

from .product_template import SOLD


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_till_plans(self, company):
        """Return the plans by which tills of `company` sell this product; or none."""
        plans = self.env["subscription.plan"].sudo()
        if not self or self.rental_till_mode == SOLD:
            return plans
        product = self.sudo().with_company(company)
        offered = product.product_tmpl_id._get_rental_plans()
        return (plans | offered).filtered(lambda plan: plan._get_line_of(product))
