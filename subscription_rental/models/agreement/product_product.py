from odoo import fields, models
from odoo.fields import Domain


class ProductProduct(models.Model):
    """A variant that is archived, with running subscriptions."""

    _name = "product.product"
    _inherit = ["subscription.archiving.mixin", "product.product"]

    def _archived_with_domain(self):
        today = fields.Date.context_today(self)
        going_on = Domain("date_to", "=", False) | Domain("date_to", ">", today)
        return Domain("line_ids", "any", Domain("product_id", "in", self.ids) & going_on)

    def _get_archived_advice(self):
        return self.env._(
            "They go on and are billed as agreed. Nobody else can subscribe: take it off "
            "the plans that offer it. Where it is no longer provided, choose Change on "
            "each."
        )
