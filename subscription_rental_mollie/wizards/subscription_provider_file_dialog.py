from odoo import models

from ..models.payment_provider import MOLLIE


class SubscriptionProviderFileDialog(models.TransientModel):
    """Cards that Mollie exported: each is a mandate of one of its customers."""

    _inherit = "subscription.provider.file.dialog"

    def _prepare_method_references(self, row):
        """Join customer and mandate, as Mollie's stored methods have them."""
        references = super()._prepare_method_references(row)
        if self.provider_id.code != MOLLIE or not row.holder:
            return references
        return {"provider_ref": f"{row.holder}/{row.reference}", "second_ref": ""}
