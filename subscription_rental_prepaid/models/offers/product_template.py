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
        """Return the offers that these products sell in `company`, withdrawn ones too.

        A branch sells what its head company offers, unless it has an offer of its own.
        """
        if not self.ids:
            return self.env["subscription.prepaid.offer"]
        # Whoever sells or invoices need not know offers.
        offers = self.env["subscription.prepaid.offer"].sudo()
        found = offers.with_context(active_test=False).search(
            [
                ("product_id", "in", self.ids),
                ("company_id", "in", company.sudo().parent_ids.ids),
            ]
        )
        return found._get_nearest(company)

    def _get_prepaid_price(self, company, price, quantity=1.0):
        """Return what `quantity` costs at `price`, with the taxes of `company`."""
        self.ensure_one()
        taxes = self.sudo().taxes_id._filter_taxes_by_company(company)
        currency = company.currency_id
        totals = taxes.compute_all(price, currency, quantity, self)
        return float_round(totals["total_included"], precision_rounding=currency.rounding)
