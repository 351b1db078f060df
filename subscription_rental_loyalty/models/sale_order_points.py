from odoo import models


class SaleOrder(models.Model):
    """What counts for promotions: what is due today of what was chosen."""

    _inherit = "sale.order"

    def _get_no_effect_on_threshold_lines(self):
        """Leave out deposits: they are given back."""
        deposits = self.order_line.filtered(lambda line: line.rental_kind == "deposit")
        return super()._get_no_effect_on_threshold_lines() | deposits

    def _get_not_rewarded_order_lines(self):
        """Leave out what comes along with plans: nobody chose it."""
        lines = super()._get_not_rewarded_order_lines()
        return lines.filtered(lambda line: line._is_chosen())

    def _cheapest_line(self, reward):
        """Return the chosen line that costs least, each time or once."""
        chosen = self._get_not_rewarded_order_lines()
        if not chosen.filtered("rental_plan_id"):
            return super()._cheapest_line(reward)
        domain = reward._get_discount_product_domain()
        lines = chosen - self._get_no_effect_on_threshold_lines()
        priced = lines.filtered(
            lambda line: line.product_uom_qty and line.product_id.filtered_domain(domain)
        )
        prices = {line: line.rental_price_unit or line.price_unit for line in priced}
        return min(filter(prices.get, prices), key=prices.get, default=False)

    def _get_claimable_rewards(self, forced_coupons=None):
        """Offer no gift card and no eWallet where nothing is due today."""
        claimable = super()._get_claimable_rewards(forced_coupons)
        due = self.amount_total - self._get_rental_deposit()
        if not self.is_rental or self.currency_id.compare_amounts(due, 0.0) > 0:
            return claimable
        left = {
            coupon: rewards.filtered(lambda one: not one.program_id.is_payment_program)
            for coupon, rewards in claimable.items()
        }
        return {coupon: rewards for coupon, rewards in left.items() if rewards}

    def _discountable_amount(self, rewards_to_ignore):
        """Count what recurs and is not due yet, too: it can cost less later."""
        amount = super()._discountable_amount(rewards_to_ignore)
        later = self.order_line.filtered(
            lambda line: (
                line.is_rental_recurring and not line.price_unit and line._is_chosen()
            )
        )
        if later:
            amount += self._get_rental_summary(later, covers=False)["total_amount_currency"]
        return amount
