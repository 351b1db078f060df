from odoo import Command
from odoo.tests import freeze_time

from .common import PromotionCommon


@freeze_time("2024-01-11 12:00:00")
class TestPoints(PromotionCommon):
    """What counts for promotions is what is due today of what was chosen."""

    def _can_claim(self, order):
        order._update_programs_and_rewards()
        return bool(order._get_claimable_rewards())

    def test_the_minimum_is_of_what_is_due_today(self):
        rule = {"minimum_amount": 35.0, "minimum_amount_tax_mode": "incl"}
        self._promotion(discount=10.0, rules=[rule])
        trial = self._plan(price=90.0, name="Trial", trial_days=14)
        self.assertTrue(self._can_claim(self._sold(self.monthly)))
        self.assertFalse(self._can_claim(self._sold(trial)))
        cheap = self._plan(price=20.0, name="Cheap", deposit=500.0)
        self.assertFalse(self._can_claim(self._sold(cheap)))

    def test_what_comes_along_counts_as_no_product(self):
        self._promotion(discount=10.0, rules=[{"minimum_qty": 2}])
        self.monthly.write({"setup_fee": 10.0, "deposit": 50.0})
        cover = self._product("Waiver")
        self.product.rental_cover_product_id = cover
        order = self._sold(self.monthly)
        order.order_line[0].rental_with_cover = True
        order._sync_rental_lines()
        self.assertEqual(len(order.order_line), 4)
        self.assertFalse(self._can_claim(order))
        order.write({"order_line": [Command.create({"product_id": self.lock.id})]})
        self.assertTrue(self._can_claim(order))

    def test_the_order_gives_points_and_its_recurring_invoices_none(self):
        rule = {"reward_point_mode": "money", "reward_point_amount": 1.0}
        reward = self._promotion("loyalty", rules=[rule], discount=5.0)
        reward.program_id.applies_on = "both"
        card = self._card(reward, 0.0, partner_id=self.partner_a.id)
        order = self._sold(self.monthly)
        order._update_programs_and_rewards()
        subscription = self._confirm(order)
        self.assertAlmostEqual(card.points, 39.81, 2)
        for day in ("2024-01-11", "2024-02-11"):
            self.assertEqual(self._bill(subscription, day).state, "posted")
        self.assertAlmostEqual(card.points, 39.81, 2)
