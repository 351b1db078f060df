from odoo import models


class ProductTemplate(models.Model):
    """A product that is archived, with running subscriptions."""

    _name = "product.template"
    _inherit = ["subscription.archiving.mixin", "product.template"]

    def _archived_with_domain(self):
        variants = self.with_context(active_test=False).product_variant_ids
        return variants._archived_with_domain()

    def _get_archived_advice(self):
        return self.product_variant_ids._get_archived_advice()
