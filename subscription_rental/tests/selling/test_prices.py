from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from ..common_selling import SellingCommon


@freeze_time("2024-01-10 12:00:00")
class TestPrices(SellingCommon):
    """One source of a price, per unit and in the currency of the day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bell = cls._product("Bell")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")

    def _line(self, subscription, **values):
        return self.env["subscription.line"].create(
            {
                "subscription_id": subscription.id,
                "product_id": self.product.id,
                **values,
            }
        )

    def test_the_plan_says_what_a_product_costs(self):
        """A9: another line of the plan's product had the price that it is sold for."""
        draft = self._draft()
        line = self._line(draft)
        self.assertEqual(line.price_unit, 30.0)
        # What the plan does not name costs its own price.
        self.assertEqual(self._line(draft, product_id=self.bell.id).price_unit, 40.0)

    def test_a_price_is_per_unit(self):
        """A13: a dozen had the price of one."""
        draft = self._draft()
        line = self._line(draft, product_uom_id=self.dozen.id)
        self.assertAlmostEqual(line.price_unit, 360.0)
        self.assertAlmostEqual(line.price_subtotal, 360.0)

    def test_on_an_order_too(self):
        order = self._order((self.product, self.plan, {"product_uom_id": self.dozen.id}))
        line = order.order_line
        self.assertAlmostEqual(line.rental_price_unit, 360.0)
        line.product_uom_id = self.product.uom_id
        self.assertAlmostEqual(line.rental_price_unit, 30.0)
        line.product_uom_id = self.dozen
        subscription = self._confirm(order)
        self.assertAlmostEqual(subscription.recurring_amount, 360.0)

    def test_another_plan_for_what_is_had_in_dozens(self):
        draft = self._draft("2024-01-10")
        draft.line_ids.product_uom_id = self.dozen
        self.assertAlmostEqual(draft.line_ids.price_unit, 360.0)
        draft._start(draft.date_start)
        self._bill(draft, "2024-01-10")
        other = self._plan(price=40.0, name="Better")
        dialog = self.env["subscription.change.dialog"].create(
            {"subscription_id": draft.id, "when": "next", "plan_id": other.id}
        )
        dialog.action_change()
        going_on = draft.line_ids.filtered(lambda line: not line.date_to)
        self.assertEqual(going_on.product_uom_id, self.dozen)
        self.assertAlmostEqual(going_on.price_unit, 480.0)

    def test_another_plan_costs_at_the_rate_of_the_day_it_is_changed(self):
        """A27: the plan's rows had the rate of the start, years ago."""
        foreign = self.setup_other_currency(
            "CAD", rates=[("2020-01-01", 0.5), ("2024-01-05", 1.0)]
        )
        subscription = self._subscription("2024-01-02")
        better = self._plan(price=120.0, name="Better", currency_id=foreign.id)
        form = Form(
            self.env["subscription.change.dialog"].with_context(
                default_subscription_id=subscription.id
            )
        )
        form.when = "next"
        form.plan_id = better
        with form.line_ids.edit(0) as row:
            self.assertAlmostEqual(row.price_unit, 120.0)

    def test_what_is_archived_is_named(self):
        """A12: the dialog ended in an error of the database."""
        plan = self._plan(name="Old bikes")
        plan.line_ids = [Command.create({"product_tmpl_id": self.bell.product_tmpl_id.id})]
        self.bell.product_tmpl_id.active = False
        for variant in (self.bell.browse(), self.bell):
            plan.line_ids[1].product_id = variant
            with self.subTest(variant), self.assertRaises(UserError) as refused:
                self._draft(plan_id=plan.id)
            self.assertIn("Old bikes offers Bell, which is arch", str(refused.exception))
            self.assertIn("Bell is archived", plan.offer_warning)
        plan.line_ids[1].unlink()
        self.assertFalse(plan.offer_warning)
        self.assertEqual(len(self._draft(plan_id=plan.id).line_ids), 1)

    def test_a_variant_alone_says_which_product(self):
        """D4: an import of a plan with variants was an error of the database."""
        plan = self._plan()
        plan.line_ids = [Command.create({"product_id": self.bell.id, "price_unit": 2.0})]
        self.assertEqual(plan.line_ids[1].product_tmpl_id, self.bell.product_tmpl_id)

    def test_the_day_of_the_start_prices_a_new_one(self):
        foreign = self.setup_other_currency(
            "CAD", rates=[("2020-01-01", 0.5), ("2024-01-05", 1.0)]
        )
        plan = self._plan(price=120.0, currency_id=foreign.id)
        for day, price in (("2024-01-02", 240.0), ("2024-01-10", 120.0)):
            draft = self._draft(
                day, plan_id=plan.id, currency_id=self.company.currency_id.id
            )
            self.assertEqual(draft.date_start, date.fromisoformat(day))
            self.assertAlmostEqual(draft.line_ids.price_unit, price)
