from odoo import models

from odoo.addons.subscription_rental.billing import phases, proration


class SubscriptionPlan(models.Model):
    """What the shop says of prices that hold at first (PL14)."""

    _inherit = "subscription.plan"

    def _get_shop_due_share(self, shop):
        """Return which part of an interval is due if this plan is sold today."""
        question = ("share", self.id)
        return shop.ask(question, lambda: self._get_due_share(None, shop.today))

    def _get_shop_steps(self, product, shop, quantity=1.0):
        """Return the prices of `product` per interval, one after the other."""
        return shop.ask(
            ("steps", self.id, product._name, product.id, quantity),
            lambda: self._find_shop_steps(product, shop, quantity),
        )

    def _find_shop_steps(self, product, shop, quantity):
        company, today = shop.website.company_id, shop.today
        price = self._get_shop_unit_price(product, shop, quantity)
        text = self._get_phases(product, shop.currency, company, today)
        return phases.steps(phases.parsed(text or ""), price, shop.currency.rounding)

    def _get_shop_prices(self, sold, shop, quantity=1.0):
        """Return what the products `sold` cost at first and then, as text; or ''."""
        steps = phases.together([self._get_shop_steps(one, shop, quantity) for one in sold])
        if len(steps) == 1:
            return ""
        amounts = []
        for periods, prices in steps:
            rows = [
                (one, float(price), quantity)
                for one, price in zip(sold, prices, strict=True)
            ]
            amount = self._summarize_shop(rows, shop)
            amounts.append(phases.Step(periods, proration.exact(amount)))
        return self._get_steps_sentence(
            amounts, lambda amount: self._format_shop(amount, shop)
        )

    def _get_shop_phases_sentence(self, today, prices, shop):
        """Return that line where other prices hold at first."""
        said = {
            "today": self._format_shop(today, shop),
            "prices": prices,
            "every": self._get_every_interval(),
            "duration": self._get_shop_duration(),
        }
        if shop.with_taxes:
            return self.env._(
                "Today %(today)s; in all %(prices)s %(every)s, %(duration)s.", **said
            )
        return self.env._(
            "Today %(today)s; in all %(prices)s %(every)s, before taxes, %(duration)s.",
            **said,
        )
