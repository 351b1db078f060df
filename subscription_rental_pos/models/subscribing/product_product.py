from odoo import models

from .product_template import SOLD


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_till_plans(self, company):
        """Return the plans by which tills of `company` sell this product; or none."""
        plans = self.env["subscription.plan"].sudo()
        product = self.sudo().with_company(company)
        if self.rental_till_mode == SOLD or not product._is_on_sale():
            return plans
        offered = product.product_tmpl_id._get_rental_plans()
        return (plans | offered).filtered(lambda plan: plan._get_line_of(product))

    def _is_on_sale(self):
        """Return whether this is there, and a product of this company."""
        there = self and self.active and self.product_tmpl_id.active
        return bool(
            there and (self.company_id or self.env.company) in self.env.company.parent_ids
        )
