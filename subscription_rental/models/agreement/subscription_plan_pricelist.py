from odoo import fields, models

from ...billing.proration import as_shown


class SubscriptionPlan(models.Model):
    """Recurring prices by the customer's pricelist, and extras of variants (PL16)."""

    _inherit = "subscription.plan"

    uses_pricelist = fields.Boolean(
        string="Prices Follow the Customer's Pricelist",
        help="The pricelist of the order applies to recurring prices, too: its discounts "
        "and formulas are taken off the price of this plan, a fixed price holds per "
        "interval. Prices that hold at first stay as they are, but for percentages.",
    )
    adds_extras = fields.Boolean(
        string="Extras of Variants Are Added",
        help="What a variant costs more than its product is added per interval, where the "
        "plan has one price for all variants.",
    )

    def _get_recurring_price(self, product, currency, company, day, unit=None, **listed):
        """Return what `product` costs per interval with this plan, in `currency`.

        :param unit: the unit of measure that is priced; empty is the product's own
        :param listed: of whom the price is asked: `pricelist`, `quantity` (of that unit),
            `at` (the moment of the order)
        """
        pricelist = self.uses_pricelist and listed.get("pricelist")
        # A line that is being added has no product yet.
        if not pricelist or not currency or not product:
            return self._get_plan_price(product, currency, company, day, unit)
        price, rule = pricelist.with_company(company)._get_product_price_rule(
            product,
            listed.get("quantity") or 1.0,
            currency=currency,
            uom=unit or product.uom_id,
            date=listed.get("at") or fields.Datetime.now(),
            rental_plan=self,
        )
        kind = self.env["product.pricelist.item"].browse(rule).compute_price
        if kind not in ("percentage", "formula"):
            return price
        own = self._get_plan_price(product, currency, company, day, unit)
        return float(as_shown(price, own, currency.rounding))

    def _get_subscribed_price(self, subscription, product, day, unit=None, quantity=1.0):
        """Return what `product` costs per interval on `subscription`, by its customer."""
        return self._get_recurring_price(
            product,
            subscription.currency_id,
            subscription.company_id,
            day,
            unit,
            pricelist=subscription.partner_id.with_company(
                subscription.company_id
            ).property_product_pricelist,
            quantity=quantity,
        )
