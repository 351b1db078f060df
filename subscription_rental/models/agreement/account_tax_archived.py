from odoo import models
from odoo.fields import Domain


class AccountTax(models.Model):
    """A tax that is archived, with running subscriptions."""

    _name = "account.tax"
    _inherit = ["subscription.archiving.mixin", "account.tax"]

    def _archived_with_domain(self):
        own = Domain("line_ids.tax_ids", "in", self.ids)
        return own | Domain("line_ids.product_id.taxes_id", "in", self.ids)

    def _get_archived_advice(self):
        return self.env._(
            "Their lines go on to be invoiced with it. Choose other taxes on the products, "
            "and on lines that have their own."
        )
