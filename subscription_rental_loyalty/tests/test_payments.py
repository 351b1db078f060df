from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import PromotionCommon

FIRST, SECOND = "2024-01-11", "2024-02-11"
VALUE = {"discount": 1.0, "discount_mode": "per_point", "discount_applicability": "order"}


@freeze_time("2024-01-11 12:00:00")
class TestPayments(PromotionCommon):
    """Gift cards and eWallets pay what is due today, and nothing after (SE14)."""

    def _gift(self, points):
        reward = self._promotion("gift_card", **VALUE, required_points=1)
        return self._card(reward, points)

    def test_a_gift_card_pays_what_is_due_today(self):
        for points in (20.0, 60.0, 150.0):
            with self.subTest(points=points):
                card = self._gift(points)
                order = self._mixed()
                before, then = order.amount_total, self._then(order)
                self._use(order, card)
                today = order.amount_total
                self.assertSame(today, before - points)
                self.assertEqual(self._then(order), then)
                bills = self._charged(order, FIRST, SECOND)
                self.assertEqual(bills, [round(today, 2), round(then["month"], 2)])
                self.assertEqual(card.points, 0.0)

    def test_what_it_does_not_pay_stays_on_it(self):
        card = self._gift(100.0)
        order = self._sold(self.monthly)
        self._use(order, card)
        self.assertEqual(order.amount_total, 0.0)
        self.assertEqual(self._charged(order, FIRST, SECOND), [0.0, 39.81])
        self.assertSame(card.points, 100.0 - 39.81)

    def test_it_pays_no_deposit(self):
        self.monthly.deposit = 50.0
        card = self._gift(500.0)
        order = self._sold(self.monthly)
        self._use(order, card)
        self.assertSame(order.amount_total, 50.0)
        order.action_confirm()
        self.assertSame(card.points, 500.0 - 39.81)

    def test_in_a_trial_there_is_nothing_to_pay(self):
        card = self._gift(50.0)
        order = self._sold(self._plan(price=32.9, name="Trial", trial_days=14))
        self.assertFalse(order._try_apply_code(card.code))
        with self.assertRaises(UserError):
            order._apply_program_reward(card.program_id.reward_ids, card)
        self.assertEqual(card.points, 50.0)

    def test_after_a_promotion_it_pays_what_is_left(self):
        order = self._mixed()
        card = self._gift(30.0)
        self._use(order, card)
        self._claim(order, self._promotion(discount=10.0))
        bare = self._mixed()
        self.assertAlmostEqual(
            order.amount_total, bare.amount_total * 0.9 - 30.0, delta=0.02
        )
        today, then = order.amount_total, self._then(order)["month"]
        self.assertAlmostEqual(then, 32.9 * 1.21 * 0.9, delta=0.01)
        self.assertEqual(self._charged(order, FIRST, SECOND), [round(today, 2), then])

    def test_a_gift_card_with_a_tax_comes_to_its_worth(self):
        reward = self._promotion("gift_card", **VALUE, required_points=1)
        reward.discount_line_product_id.taxes_id = self.tax
        card = self._card(reward, 25.0)
        order = self._sold(self.monthly)
        before = order.amount_total
        self._use(order, card)
        self.assertSame(order.amount_total, before - 25.0)
        today = order.amount_total
        self.assertEqual(self._charged(order, FIRST, SECOND), [round(today, 2), 39.81])

    def test_an_ewallet_pays_alike(self):
        reward = self._promotion("ewallet", **VALUE, required_points=1)
        card = self._card(reward, 15.0, partner_id=self.partner_a.id)
        order = self._sold(self.monthly)
        self._claim(order)
        self.assertSame(order.amount_total, 24.81)
        self.assertEqual(self._charged(order, FIRST, SECOND), [24.81, 39.81])
        self.assertEqual(card.points, 0.0)
