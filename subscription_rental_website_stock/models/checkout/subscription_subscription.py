from odoo import models
from odoo.tools.misc import format_date


class SubscriptionSubscription(models.Model):
    """What was ordered in the shop, and is to be handed over."""

    _inherit = "subscription.subscription"

    def _get_promised_day(self):
        """Return the day on which the units that were ordered are free; False: at once.

        Where some of them are free earlier, it is the earliest day.
        """
        self.ensure_one()
        lines = self.sale_order_id.sudo().order_line.filtered(
            lambda line: (
                line.rental_plan_id == self.plan_id
                and line.is_rental_recurring
                and line.product_id.is_storable
            )
        )
        days = lines.mapped("rental_promised_on")
        return min(days) if days and all(days) else False

    def _prepare_transfer_vals(self, kind, day):
        """Schedule the handover of what was rented out for the promised day."""
        promised = kind.rental_kind == "out" and self._get_promised_day()
        return super()._prepare_transfer_vals(kind, max(day, promised or day))

    def _get_shop_handover_sentences(self):
        """Return how the goods reach who ordered them, and when billing starts."""
        self.ensure_one()
        today = self.company_id._subscription_today()
        if not self._get_goods_lines(today):
            return []
        sentences = [self._get_way_sentence()]
        promised = self._get_promised_day()
        if promised and promised > today:
            sentences.append(
                self.env._(
                    "It is expected to be free on %(day)s.",
                    day=format_date(self.env, promised),
                )
            )
        if self.plan_id._get_handover_sentence():
            sentences.append(self.plan_id._get_start_sentence())
        return sentences

    def _get_way_sentence(self):
        """Return whether the goods are shipped or collected."""
        self.ensure_one()
        carrier = self.sale_order_id.sudo().carrier_id
        if carrier.delivery_type == "in_store":
            return self.env._("You collect it: bring this order with you.")
        if carrier:
            return self.env._("We ship it: %(carrier)s.", carrier=carrier.name)
        return self.env._("We tell you how you get it.")
