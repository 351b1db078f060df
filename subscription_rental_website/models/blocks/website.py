from collections import Counter

from odoo import models
from odoo.fields import Domain


class Website(models.Model):
    """The plans of a website side by side, as its building block shows them (SE6)."""

    _inherit = "website"

    def _get_plan_table(self, product_id=None, plan_id=None):
        """Return the plans that visitors can compare, as values of the template.

        Made at each view: nothing of it is older than the page.

        :param product_id: a product template; empty is all that is rented here
        :param plan_id: the plan that is highlighted; empty is the one that saves most
        """
        self.ensure_one()
        shop = self._get_rental_shop()
        products = self._get_compared_products(product_id)
        found = {}
        for product in products:
            for plan in product._get_shop_plans(shop):
                # A plan of many products stands there once, with the first of them.
                found.setdefault(plan, product)
        cards = [plan._get_shop_card(product, shop) for plan, product in found.items()]
        if len(products) == 1:
            products._mark_savings([card["offer"] for card in cards])
        chosen = self._get_highlighted(cards, plan_id)
        return {"cards": cards, "highlighted": chosen, **self._get_switch(cards, chosen)}

    def _get_switch(self, cards, chosen):
        """Return the intervals that visitors switch between, and the one shown at first.

        Where each interval has one plan, they all stand side by side.
        """
        counts = Counter(card["offer"]["interval"] for card in cards)
        if len(counts) == len(cards):
            return {"intervals": [], "interval": None}
        often = {card["offer"]["interval"]: card["often"] for card in cards}
        most = max(counts, key=counts.get)
        return {
            "intervals": sorted(often, key=often.get, reverse=True),
            "interval": chosen["offer"]["interval"] if chosen else most,
        }

    def _get_compared_products(self, product_id=None):
        """Return the published products that are rented here, or the one that is asked."""
        products = self.env["product.template"]
        if not self.has_ecommerce_access():
            return products
        domain = Domain(self.sale_product_domain()) & Domain("is_published", "=", True)
        domain &= products._get_rental_domain(self, "rent")
        if product_id:
            domain &= Domain("id", "=", product_id)
        return products.search(domain)

    def _get_highlighted(self, cards, plan_id=None):
        """Return the card of that plan, or of the one that saves most; None without."""
        if plan_id:
            return next((one for one in cards if one["offer"]["id"] == plan_id), None)
        saving = [one for one in cards if one["offer"].get("saving")]
        return min(saving, key=lambda one: one["offer"]["monthly"], default=None)
