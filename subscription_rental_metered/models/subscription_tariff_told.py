from odoo import models
from odoo.tools.misc import formatLang

from odoo.addons.subscription_rental.billing.proration import exact
from odoo.addons.subscription_rental.words import format_duration, format_number

MANY = 10**6


class SubscriptionTariff(models.Model):
    """What use costs, told to people (PL15)."""

    _inherit = "subscription.tariff"

    def _get_use_sentence(self, count, unit, quantity=1.0, told=None):
        """Return what use costs, in one sentence: "1,000 copies a month included, …".

        :param count: of the interval, in so many of `unit`
        :param quantity: how many of the product are rented: each has its allowance
        :param told: see `Told`; without, prices are told as they were typed
        """
        self.ensure_one()
        scale = exact(quantity)
        parts = []
        if self.included:
            parts.append(self._get_included_phrase(scale, count, unit))
        tiers = self.tier_ids.sorted("above")
        for tier in tiers:
            price = self._show_price(tier.price_unit, told, digits=True)
            parts.append(self._get_tier_phrase(tier, price, scale))
        if self.minimum:
            minimum = self._show_price(float(exact(self.minimum) * scale), told)
            parts.append(
                self.env._(
                    "at least %(amount)s %(interval)s",
                    amount=minimum,
                    interval=self._get_interval_phrase(count, unit),
                )
            )
        return ", ".join(parts)

    def _get_included_phrase(self, scale, count, unit):
        return self.env._(
            "%(count)s %(unit)s %(interval)s included",
            count=format_number(self.env, float(exact(self.included) * scale)),
            unit=self.uom_id.name,
            interval=self._get_interval_phrase(count, unit),
        )

    def _get_tier_phrase(self, tier, price, scale):
        """Return what the units of one tier cost."""
        if tier.above:
            over = exact(self.included) + exact(tier.above)
            return self.env._(
                "beyond %(count)s %(price)s each",
                count=format_number(self.env, float(over * scale)),
                price=price,
            )
        if self.included:
            return self.env._("then %(price)s each", price=price)
        return self.env._(
            "%(price)s for each of: %(unit)s", price=price, unit=self.uom_id.name
        )

    def _get_interval_phrase(self, count, unit):
        """Return "a month", or "per 3 months"."""
        if count != 1:
            length = format_duration(self.env, count, unit)
            return self.env._("per %(interval)s", interval=length)
        names = {
            "day": lambda: self.env._("a day"),
            "week": lambda: self.env._("a week"),
            "month": lambda: self.env._("a month"),
            "year": lambda: self.env._("a year"),
        }
        return names[unit]()

    def _get_price_told(self, price, told):
        """Return a price in the currency and with the taxes that a reader is told."""
        price = self._convert_price(price, told.currency, told.company, told.day)
        if told.with_taxes is None:
            return price
        sold = self.product_id
        taxes = sold.taxes_id._filter_taxes_by_company(told.company)
        # Whoever is told the price may know which taxes are in it.
        taxes = told.position.sudo().map_tax(taxes)
        # Of many: the prices of units have more digits than the currency.
        sums = taxes.compute_all(price, told.currency, MANY, sold)
        return sums["total_included" if told.with_taxes else "total_excluded"] / MANY

    def _show_price(self, price, told, *, digits=False):
        """Return a price for people; with all its decimals where units are so cheap."""
        currency = self.currency_id
        if told:
            currency, price = told.currency, self._get_price_told(price, told)
        needed = currency.decimal_places
        while digits and needed < 6 and round(price, needed) != round(price, 6):
            needed += 1
        amount = formatLang(self.env, price, digits=needed)
        symbol = currency.symbol or currency.name
        if currency.position == "before":
            return f"{symbol}\N{NO-BREAK SPACE}{amount}"
        return f"{amount}\N{NO-BREAK SPACE}{symbol}"
