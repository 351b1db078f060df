from odoo import models
from odoo.tools.misc import formatLang


class SubscriptionPlan(models.Model):
    """A plan among others, with all that tells it from them."""

    _inherit = "subscription.plan"

    def _get_shop_card(self, template, shop):
        """Return what the comparison of plans shows of this one, for one product."""
        self.ensure_one()
        named = self._get_lines_of(template.sudo())[:1].product_id
        product = named or template.sudo().product_variant_id or template.sudo()
        offer = self._get_shop_offer(product, shop)
        today, _then = self._get_shop_amounts(product, shop)
        return {
            "offer": offer,
            "product": template,
            "often": self._get_per_month(1),
            "today": formatLang(self.env, today, currency_obj=shop.currency),
            "with_taxes": shop.with_taxes,
            "terms": self._get_law_rows(told=shop.told()),
            "url": self._get_card_url(template),
        }

    def _get_card_url(self, template):
        """Return the address of the product's page with this plan chosen."""
        return f"{template.website_url}?rental_plan={self.id}"
