from odoo import models

from ...billing.proration import exact


class SubscriptionTaxedMixin(models.AbstractModel):
    """Lines and charges: records that are invoiced with the taxes of a product."""

    _name = "subscription.taxed.mixin"
    _description = "Amounts with Taxes"

    def _get_taxes_by_hand(self):
        """Return the taxes that a person chose in place of the product's, if any."""
        return self.env["account.tax"]

    def _get_own_taxes(self):
        """Return (whether chosen by hand, taxes) of a record, before a fiscal position."""
        self.ensure_one()
        by_hand = self._get_taxes_by_hand()
        own = self.product_id.taxes_id._filter_taxes_by_company(self.company_id)
        return bool(by_hand), by_hand or own

    def _get_taxed(self, amount):
        """Return `amount` before taxes and with them, as on an invoice of today."""
        by_hand, taxes = self._get_own_taxes()
        subscription = self.subscription_id
        if not by_hand:
            taxes = subscription._get_fiscal_position().map_tax(taxes)
        result = taxes.compute_all(
            amount,
            self.currency_id,
            product=self.product_id,
            partner=subscription.partner_invoice_id,
        )
        return exact(result["total_excluded"]), exact(result["total_included"])
