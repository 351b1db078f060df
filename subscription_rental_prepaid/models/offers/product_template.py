from odoo import models
from odoo.tools import float_round


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _get_product_accounts(self):
        """Book what is sold in advance on its liability or deferred income."""
        accounts = super()._get_product_accounts()
        offer = self.product_variant_ids._get_prepaid_offers(self.env.company)[:1]
        if offer:
            accounts["income"] = offer._get_standing_account()
        return accounts


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_prepaid_offers(self, company):
        """Return the offers of `company` that these products sell, withdrawn ones too."""
        if not self.ids:
            return self.env["subscription.prepaid.offer"]
        # Whoever sells or invoices need not know offers.
        offers = self.env["subscription.prepaid.offer"].sudo()
        return offers.with_context(active_test=False).search(
            [("product_id", "in", self.ids), ("company_id", "=", company.id)]
        )

    def _get_prepaid_price(self, company, price, quantity=1.0):
        """Return what `quantity` costs at `price`, with the taxes of `company`."""
        self.ensure_one()
        taxes = self.sudo().taxes_id._filter_taxes_by_company(company)
        currency = company.currency_id
        totals = taxes.compute_all(price, currency, quantity, self)
        return float_round(totals["total_included"], precision_rounding=currency.rounding)
