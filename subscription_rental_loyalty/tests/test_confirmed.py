from odoo.exceptions import RedirectWarning
from odoo.tests import freeze_time

from .. import post_init_hook
from .common import PromotionCommon

FIRST = "2024-01-11"


@freeze_time("2024-01-11 12:00:00")
class TestConfirmed(PromotionCommon):
    """Coupons of orders that are paid, confirmed and cancelled (SE14)."""

    # === one coupon, two orders === #

    def test_a_coupon_is_used_once(self):
        card = self._card(self._promotion("coupons", discount=10.0))
        first, second = self._sold(self.monthly), self._sold(self.monthly)
        for order in (first, second):
            self._use(order, card)
        first.action_confirm()
        self.assertEqual(card.points, 0.0)
        second._refresh_signing()
        self.assertFalse(second.order_line.reward_id)
        self.assertIn("error", second._try_apply_code(card.code))

    # === confirmed === #

    def test_a_confirmed_order_gets_no_reward_on_what_recurs(self):
        order = self._sold(self.monthly)
        order.action_confirm()
        self._promotion(discount=10.0)
        with self.assertRaisesRegex(RedirectWarning, "is confirmed"):
            self._claim(order)

    def test_of_a_cancelled_order_a_coupon_is_usable_again(self):
        card = self._card(self._promotion("coupons", discount=10.0))
        waits = self._plan(price=32.9, name="Waits", start_on_payment=True)
        order = self._sold(waits)
        self._use(order, card)
        order.action_confirm()
        self.assertEqual(card.points, 0.0)
        order._action_cancel()
        self.assertEqual(card.points, 1.0)

    def test_what_is_being_paid_stays(self):
        reward = self._promotion(discount=10.0)
        order = self._sold(self.monthly)
        self._claim(order, reward)
        before = order.amount_total
        self.env["payment.transaction"].create(
            {
                "provider_id": self.env["payment.provider"].search([], limit=1).id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "amount": before,
                "currency_id": order.currency_id.id,
                "partner_id": self.partner_a.id,
                "reference": "paying",
                "sale_order_ids": [(6, 0, order.ids)],
                "state": "pending",
            }
        )
        reward.program_id.active = False
        order._update_programs_and_rewards()
        self.assertEqual(order.amount_total, before)
        self.assertEqual(self._charged(order, FIRST), [round(before, 2)])

    def test_rewards_of_before_are_given_once(self):
        reward = self._promotion(discount=10.0)
        self.assertTrue(reward.rental_recurs)
        post_init_hook(self.env)
        self.assertFalse(reward.rental_recurs)
