from odoo import models


class ProductTemplate(models.Model):
    """What the shop says of packs: on their page, and in lists."""

    _inherit = "product.template"

    def _get_additionnal_combination_info(
        self, product_or_template, quantity, uom, date, website
    ):
        """Add the sentence about what this combination sells in advance."""
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        is_variant = product_or_template._name == "product.product"
        variant = product_or_template if is_variant else self.product_variant_id
        refusals = variant._get_prepaid_refusals(website, website.currency_id)
        if refusals:
            info["prepaid_refusal"] = refusals[variant]
        elif offer := variant._get_prepaid_offers(website.company_id):
            info["prepaid_sentence"] = offer._get_shop_sentences(website)[offer]
        return info

    def _get_sales_prices(self, website):
        """Add the sentence about what the first variant sells in advance."""
        prices = super()._get_sales_prices(website)
        first = self.env["product.product"].union(*(one.product_variant_id for one in self))
        offers = first._get_prepaid_offers(website.company_id)
        refused = (
            first._get_prepaid_refusals(website, website.currency_id) if offers else {}
        )
        offers = offers.filtered(lambda one: one.product_id not in refused)
        for offer, sentence in offers._get_shop_sentences(website).items():
            template = offer.product_id.product_tmpl_id
            known = prices.get(template.id, {})
            prices[template.id] = known | {"prepaid_sentence": sentence}
        return prices
