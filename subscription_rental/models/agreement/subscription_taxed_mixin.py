from odoo import fields, models


class SubscriptionTaxedMixin(models.AbstractModel):
    """Lines and charges: records that are invoiced with the taxes of a product."""

    _name = "subscription.taxed.mixin"
    _description = "Amounts with Taxes"

    def _get_taxes_by_hand(self):
        """Return the taxes that a person chose in place of the product's; None if nobody.

        Chosen may be no tax at all.
        """
        return self.tax_ids or None

    def _get_own_taxes(self):
        """Return (whether chosen by hand, taxes) of a record, before a fiscal position."""
        self.ensure_one()
        by_hand = self._get_taxes_by_hand()
        if by_hand is not None:
            return True, by_hand
        return False, self.product_id.taxes_id._filter_taxes_by_company(self.company_id)

    def _prepare_tax_vals(self):
        """Return the taxes of this record as values of an invoice line.

        Also where they are none: an invoice would take those of its income account.
        """
        return {"tax_ids": [fields.Command.set(self._get_invoice_taxes().ids)]}

    def _get_invoice_taxes(self):
        """Return the taxes that this record has on an invoice of today."""
        by_hand, taxes = self._get_own_taxes()
        if by_hand:
            return taxes
        return self.subscription_id._get_fiscal_position().map_tax(taxes)

    def _get_deciding_taxes(self):
        """Return the taxes that decide what an amount of this record is before taxes.

        The customer's fiscal position is asked only where the price includes a tax.
        """
        _by_hand, own = self._get_own_taxes()
        included = any(own.flatten_taxes_hierarchy().mapped("price_include"))
        return self._get_invoice_taxes() if included else own

    def _prepare_base_line(self, price, quantity=1.0, discount=0.0, *, taxes=None):
        """Return the base line of taxes for this record at `price` per unit.

        :param taxes: in place of those that it has on an invoice
        """
        taxes = self._get_invoice_taxes() if taxes is None else taxes
        return self.subscription_id._prepare_product_base_line(
            self.product_id, taxes, price, quantity, discount
        )

    def _get_taxed(self, amount):
        """Return `amount` before taxes and with them, as on an invoice of today."""
        base_line = self._prepare_base_line(amount)
        return self.subscription_id._get_tax_totals([base_line])
