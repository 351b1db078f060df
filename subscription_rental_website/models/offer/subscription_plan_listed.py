from odoo import models

UNIT_CODES = {"day": "DAY", "week": "WEE", "month": "MON", "year": "ANN"}


class SubscriptionPlanLine(models.Model):
    _inherit = "subscription.plan.line"

    def _get_shop_listed(self, template, shop):
        """Return the price of this line as this visitor has it, before taxes."""
        self.ensure_one()
        if not self.plan_id.uses_pricelist:
            return self.price_unit
        product = self.product_id or template
        return self.plan_id._get_shop_unit_price(product.sudo(), shop)


class SubscriptionPlan(models.Model):
    """What lists of the shop and search engines are told of a plan (SE6)."""

    _inherit = "subscription.plan"

    def _get_list_price(self, template, shop):
        """Return what lists say of the lowest price of `template` with these plans."""
        lines = template.sudo().rental_plan_line_ids.filtered(
            lambda line: line.plan_id in self
        )
        # All are in the shop's currency, and taxed alike.
        cheapest = min(lines, key=lambda line: line._get_shop_listed(template, shop))
        product = cheapest.product_id or template
        amount = cheapest.plan_id._get_shop_price(product.sudo(), shop)
        return {
            "price_reduce": amount,
            "rental_from": self._format_shop(amount, shop),
            "rental_interval": cheapest.plan_id._get_interval_name(),
            "rental_prices": cheapest.plan_id._get_shop_prices([product.sudo()], shop),
        }

    def _prepare_markup_offer(self, product, shop):
        """Return the offer of `product` with this plan, as schema.org describes it.

        See https://schema.org/UnitPriceSpecification; units by UN/CEFACT.
        """
        self.ensure_one()
        unit = UNIT_CODES[self.interval_unit]
        specification = {
            "@type": "UnitPriceSpecification",
            "price": self._get_shop_price(product, shop),
            "priceCurrency": shop.currency.name,
            "unitCode": unit,
            "referenceQuantity": {
                "@type": "QuantitativeValue",
                "value": self.interval_count,
                "unitCode": unit,
            },
            "billingIncrement": self.interval_count,
        }
        if self.term_count:
            specification["billingDuration"] = self.term_count * self.interval_count
        return {
            "@type": "Offer",
            "name": self.name,
            "priceCurrency": shop.currency.name,
            "priceSpecification": specification,
        }
