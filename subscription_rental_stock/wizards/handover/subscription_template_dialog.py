from odoo import models


class SubscriptionTemplateDialog(models.TransientModel):
    """What becomes of the goods of a plan that is made from a template."""

    _inherit = "subscription.template.dialog"

    def _prepare_plan_vals(self, product):
        """Ship a box with every period; the others are rented, or no goods."""
        vals = super()._prepare_plan_vals(product)
        return {**vals, "goods_handling": "ship"} if self.kind == "box" else vals

    def _create_product(self):
        """Count in stock what is handed over."""
        product = super()._create_product()
        product.is_storable = product.type == "consu"
        return product
