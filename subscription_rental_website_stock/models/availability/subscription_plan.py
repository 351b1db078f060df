from odoo import models
from odoo.tools.misc import format_date

from odoo.addons.subscription_rental.words import format_days


class SubscriptionPlan(models.Model):
    """What the shop says of a plan whose units are handed over."""

    _inherit = "subscription.plan"

    def _rents_units_of(self, product):
        """Return whether this plan hands over units of `product`, which are counted."""
        if not self or product._name != "product.product":
            return False
        return self.goods_handling == "rent" and product.is_storable

    def _get_units_horizon(self, product, today):
        """Return the last day on which a unit must be free to be ordered; None: any day.

        Who waits for a unit is not billed before it is handed over.
        """
        self.ensure_one()
        ahead = product.sudo().rental_order_ahead and self.start_on_handover
        return None if ahead else today

    def _get_shop_facts(self, product, shop, quantity=1.0):
        """Add when it starts: with the handover."""
        facts = super()._get_shop_facts(product, shop, quantity)
        start = product.type == "consu" and self._get_handover_sentence()
        return [*facts, start] if start else facts

    def _get_handover_sentence(self):
        """Return that this plan starts with the goods; False if it does not."""
        self.ensure_one()
        if self.goods_handling != "rent" or not self.start_on_handover:
            return False
        if self.start_delay_days:
            return self.env._(
                "Starts %(days)s after you have it",
                days=format_days(self.env, self.start_delay_days),
            )
        return self.env._("Starts when you have it")

    def _get_shop_units(self, product, left, quantity, today):
        """Return what the shop says of the units of `product` with this plan, as JSON.

        :param left: the Supply that is left for this visitor
        :param quantity: how many the visitor is about to order
        """
        self.ensure_one()
        most = left.count_by(self._get_units_horizon(product, today))
        return {
            "most": float(most),
            "free": left.count_by(today) > 0,
            "text": self._get_units_text(product, left, quantity, today),
        }

    def _get_units_text(self, product, left, quantity, today):
        """Return the line on the product page that says what is free, and from when."""
        free = left.count_by(today)
        most = left.count_by(self._get_units_horizon(product, today))
        if not free or free < quantity <= most:
            return self._get_later_text(left, quantity, most)
        few = product.show_availability and free <= product.available_threshold
        if few or free < quantity:
            return self.env._("%(count)s available now", count=f"{float(free):g}")
        return self.env._("Available now")

    def _get_later_text(self, left, quantity, most):
        """Return from when `quantity` units are free, and whether to order them now.

        :param most: how many can be ordered
        """
        wanted = min(quantity, most) or 1
        day = left.day_of(wanted)
        if not day:
            return self.env._("All are rented out at the moment")
        shown = format_date(self.env, day)
        if not most:
            return self.env._("Next free on %(day)s", day=shown)
        if wanted > 1:
            return self.env._(
                "%(count)s are free on %(day)s: order them now, and have them then",
                count=f"{float(wanted):g}",
                day=shown,
            )
        return self.env._("Next free on %(day)s: order it now, and have it then", day=shown)
