from odoo import models
from odoo.http import request


class ProductProduct(models.Model):
    """A product that sells a pack or credit: whether this shop sells it, and for what."""

    _inherit = "product.product"

    def _get_prepaid_refusals(self, website, currency):
        """Return {product: why `website` does not sell this pack in `currency`}.

        What it sells is left out, and what is no pack.
        """
        # Visitors have no rights on offers: whether there is one is for everybody.
        offers = self.env["subscription.prepaid.offer"].sudo()
        offers = offers.with_context(active_test=False)
        known = offers.search([("product_id", "in", self.ids)])
        refusals = {}
        for product, found in known.grouped("product_id").items():
            refusal = found._get_shop_refusal(website, currency)
            if refusal:
                refusals[product.with_env(self.env)] = refusal
        return refusals

    def _get_shown_prices(self, website):
        """Return {product: (without taxes, with taxes)} of one, for whoever is visiting."""
        prices = request.pricelist._compute_price_rule(self, 1.0)
        company, currency = website.company_id, website.currency_id
        customer = self.env.user.partner_id
        shown = {}
        for product in self:
            # Taxes are not for visitors to read.
            own = product.sudo().taxes_id._filter_taxes_by_company(company)
            mapped = request.fiscal_position.map_tax(own)
            price = product.sudo()._get_tax_included_unit_price_from_price(
                prices[product.id][0], own, product_taxes_after_fp=mapped
            )
            total = mapped.compute_all(price, currency, 1, product, customer)
            shown[product] = (total["total_excluded"], total["total_included"])
        return shown
