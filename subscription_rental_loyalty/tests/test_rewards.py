from odoo.tests import freeze_time

from .common import PromotionCommon

FIRST, SECOND, NEXT_YEAR = "2024-01-11", "2024-02-11", "2025-01-11"


@freeze_time("2024-01-11 12:00:00")
class TestRewards(PromotionCommon):
    """What is signed with a promotion is what is shown and invoiced (SE14)."""

    def _ways(self):
        """Yield once for each way to have taxes and to round them."""
        for included in ("tax_excluded", "tax_included"):
            for method in ("round_per_line", "round_globally"):
                self.tax.price_include_override = included
                self.company.tax_calculation_rounding_method = method
                with self.subTest(taxes=included, rounding=method):
                    yield

    def _check(self, reward, *, each_time):
        """Sell with the reward; today and then must be what is invoiced, to the cent."""
        bare = self._mixed()
        whole, later = bare.amount_total, self._then(bare)
        order = self._mixed()
        self._claim(order, reward)
        self.assertLess(order.amount_total, whole)
        today, then = order.amount_total, self._then(order)
        (self.assertLess if each_time else self.assertEqual)(then["month"], later["month"])
        (self.assertLess if each_time else self.assertEqual)(then["year"], later["year"])
        bills = self._charged(order, FIRST, SECOND)
        self.assertEqual(bills, [round(today, 2), round(then["month"], 2)])
        yearly = order.rental_subscription_ids.filtered(lambda s: s.plan_id == self.yearly)
        bill = self._bill(yearly, NEXT_YEAR)
        self.assertSame(bill.amount_total, then["year"])
        return whole - today

    # === the whole order === #

    def test_a_percentage_holds_each_time(self):
        for _way in self._ways():
            reward = self._promotion(discount=15.0)
            off = self._check(reward, each_time=True)
            whole = self._mixed().amount_total
            self.assertAlmostEqual(off, whole * 0.15, delta=0.03)
            reward.program_id.active = False

    def test_a_percentage_once_is_taken_off_the_first_invoices(self):
        for _way in self._ways():
            reward = self._promotion(discount=15.0, rental_recurs=False)
            off = self._check(reward, each_time=False)
            whole = self._mixed().amount_total
            self.assertAlmostEqual(off, whole * 0.15, delta=0.03)
            reward.program_id.active = False

    def test_an_amount_is_shared_out_and_holds_each_time(self):
        for _way in self._ways():
            reward = self._promotion(discount=20.0, discount_mode="per_order")
            self.assertSame(self._check(reward, each_time=True), 20.0)
            reward.program_id.active = False

    def test_an_amount_once_is_shared_out_over_the_first_invoices(self):
        for _way in self._ways():
            reward = self._promotion(
                discount=20.0, discount_mode="per_order", rental_recurs=False
            )
            self.assertSame(self._check(reward, each_time=False), 20.0)
            reward.program_id.active = False

    def test_it_comes_to_what_the_clerks_discount_comes_to(self):
        """The same amount in the back office (SE14)."""
        order, other = self._mixed(), self._mixed()
        self.env["sale.order.discount"].create(
            {
                "sale_order_id": other.id,
                "discount_type": "amount",
                "discount_amount": 20.0,
            }
        ).action_apply_discount()
        self._claim(order, self._promotion(discount=20.0, discount_mode="per_order"))
        self.assertSame(order.amount_total, other.amount_total)
        self.assertEqual(self._then(order), self._then(other))

    def test_a_percentage_takes_off_the_setup_fee_once(self):
        self.monthly.setup_fee = 10.0
        order = self._sold(self.monthly)
        self._claim(order, self._promotion(discount=10.0))
        self.assertSame(order.amount_total, 42.9 * 0.9 * 1.21)
        self.assertSame(self._then(order)["month"], 32.9 * 0.9 * 1.21)
        today, then = order.amount_total, self._then(order)["month"]
        self.assertEqual(self._charged(order, FIRST, SECOND), [round(today, 2), then])

    def test_no_more_than_its_maximum_is_taken_off(self):
        reward = self._promotion(discount=50.0, discount_max_amount=30.0)
        self.assertSame(self._check(reward, each_time=True), 30.0)

    def test_no_more_than_there_is_is_taken_off(self):
        order = self._sold(self.monthly)
        reward = self._promotion(
            discount=500.0, discount_mode="per_order", rental_recurs=False
        )
        self._claim(order, reward)
        self.assertSame(order.amount_total, 0.0)
        self.assertEqual(self._charged(order, FIRST, SECOND), [0.0, 39.81])

    def test_points_are_spent_once(self):
        reward = self._promotion(
            "loyalty", discount=1.0, discount_mode="per_point", required_points=1
        )
        reward.program_id.write({"applies_on": "both", "rule_ids": [(5, 0, 0)]})
        self._card(reward, 12.0, partner_id=self.partner_a.id)
        order = self._sold(self.monthly)
        before, then = order.amount_total, self._then(order)
        self._claim(order)
        self.assertSame(order.amount_total, before - 12.0)
        self.assertEqual(self._then(order), then)
        self.assertEqual(sum(order.order_line.mapped("points_cost")), 12.0)

    # === parts of the order === #

    def test_some_products_only_cost_less(self):
        reward = self._promotion(
            discount=50.0,
            discount_applicability="specific",
            discount_product_ids=self.product.ids,
        )
        bare, order = self._mixed(), self._mixed()
        self._claim(order, reward)
        rows = order.order_line.filtered("reward_id")
        self.assertEqual(rows.rental_plan_id, self.monthly | self.yearly)
        self.assertAlmostEqual(
            self._then(order)["year"], self._then(bare)["year"] / 2, delta=0.011
        )
        today, then = order.amount_total, self._then(order)["month"]
        self.assertEqual(
            self._charged(order, FIRST, SECOND), [round(today, 2), round(then, 2)]
        )

    def test_one_of_the_cheapest_costs_less(self):
        reward = self._promotion(discount=100.0, discount_applicability="cheapest")
        order = self._mixed()
        order.order_line[0].product_uom_qty = 2.0
        before = self._then(order)
        self._claim(order, reward)
        then = self._then(order)
        self.assertSame(then["month"], before["month"] / 2)
        self.assertEqual(then["year"], before["year"])
        today = order.amount_total
        self.assertEqual(
            self._charged(order, FIRST, SECOND), [round(today, 2), round(then["month"], 2)]
        )

    def test_a_free_product_comes_by_the_plan_of_its_like_and_stays_free(self):
        reward = self._promotion(
            reward_type="product", reward_product_id=self.product.id, reward_product_qty=1
        )
        order = self._sold(self.monthly)
        before = self._then(order)
        self._claim(order, reward)
        given = order.order_line.filtered("reward_id")
        self.assertEqual((given.rental_plan_id, given.discount), (self.monthly, 100.0))
        self.assertEqual(self._then(order), before)
        self.assertEqual(self._charged(order, FIRST, SECOND), [39.81, 39.81])
        lines = order.rental_subscription_ids.line_ids
        self.assertEqual(sum(lines.mapped("quantity")), 2.0)

    def test_another_free_product_is_given_once(self):
        reward = self._promotion(reward_type="product", reward_product_id=self.lock.id)
        order = self._sold(self.monthly)
        self._claim(order, reward)
        self.assertFalse(order.order_line.filtered("reward_id").rental_plan_id)
        self.assertEqual(self._charged(order, FIRST, SECOND), [39.81, 39.81])

    # === what is not due yet === #

    def test_in_a_trial_it_is_taken_off_what_follows(self):
        trial = self._plan(price=32.9, name="Trial", trial_days=14)
        for recurs, second in ((True, 35.83), (False, 39.81)):
            with self.subTest(recurs=recurs):
                reward = self._promotion(discount=10.0, rental_recurs=recurs)
                order = self._sold(trial)
                self._claim(order, reward)
                self.assertEqual(order.amount_total, 0.0)
                self.assertSame(self._then(order)["month"], second)
                bills = self._charged(order, "2024-01-25", "2024-02-25")
                self.assertEqual(bills, [35.83, second])
                reward.program_id.active = False

    def test_a_first_period_in_part_gets_its_part(self):
        aligned = self._plan(price=32.9, name="Aligned", alignment="calendar")
        order = self._sold(aligned)
        self._claim(order, self._promotion(discount=10.0))
        today, then = order.amount_total, self._then(order)["month"]
        bills = self._charged(order, FIRST, "2024-02-01")
        self.assertEqual(bills, [round(today, 2), round(then, 2)])

    # === a cart that changes === #

    def test_it_follows_what_the_order_becomes(self):
        order = self._mixed()
        self._claim(order, self._promotion(discount=10.0))
        order.order_line.filtered(lambda one: one.rental_plan_id == self.yearly)[0].unlink()
        order._sync_rental_lines()
        order._update_programs_and_rewards()
        bare = self._sold(self.monthly, None)
        self.assertAlmostEqual(order.amount_total, bare.amount_total * 0.9, delta=0.02)
        self.assertNotIn("year", self._then(order))
        order.order_line.filtered(lambda one: one._is_chosen())[0].product_uom_qty = 3.0
        order._update_programs_and_rewards()
        self.assertAlmostEqual(self._then(order)["month"], 3 * 35.83, delta=0.02)
        self.assertEqual(len(order.order_line.reward_id), 1)

    def test_a_plan_that_goes_does_not_take_the_coupon_along(self):
        reward = self._promotion("coupons", discount=10.0)
        card = self._card(reward)
        order = self._mixed()
        self._use(order, card)
        line = order.order_line.filtered(lambda one: one.rental_plan_id == self.yearly)[0]
        order.write({"order_line": [(2, line.id, 0)]})
        self.assertEqual(order.order_line.coupon_id, card)

    def test_removed_nothing_is_left_of_it(self):
        order, bare = self._mixed(), self._mixed()
        self._claim(order, self._promotion(discount=10.0))
        order.order_line.filtered("reward_id")[:1].unlink()
        self.assertSame(order.amount_total, bare.amount_total)
        self.assertEqual(self._then(order), self._then(bare))

    def test_another_reward_takes_its_lines_over_cleanly(self):
        """Odoo uses the order lines of a reward that went for the next one."""
        order = self._mixed()
        small = self._promotion(discount=5.0)
        self._claim(order, small)
        big = self._promotion(discount=60.0, discount_mode="per_order", rental_recurs=False)
        before = self._mixed()
        self._claim(order, big)
        self.assertEqual(order.order_line.reward_id, big)
        self.assertSame(order.amount_total, before.amount_total - 60.0)
        self.assertEqual(self._then(order), self._then(before))
