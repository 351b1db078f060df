from odoo import models
from odoo.exceptions import UserError

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


class SubscriptionMovingMethod(models.TransientModel):
    """A method stored at Mollie: a mandate of one of its customers."""

    _inherit = "subscription.moving.method"

    def _prepare_references(self, provider):
        """Refuse a mandate without its customer: nothing could ever be charged."""
        references = super()._prepare_references(provider)
        customer, _slash, mandate = references["provider_ref"].partition("/")
        if provider.code == MOLLIE and not (customer and mandate):
            raise UserError(
                self.env._(
                    "Mollie knows a method by its customer and its mandate: give both, as "
                    "cst_.../mdt_..."
                )
            )
        return references
