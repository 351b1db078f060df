from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import ShopCommon


@freeze_time("2024-01-10 12:00:00")
class TestCart(ShopCommon):
    """Carts with plans: one line per product, plan and cover (SE6, SE2)."""

    def setUp(self):
        super().setUp()
        self._show_taxes("included")
        visit = self._visit()
        visit.__enter__()
        self.addCleanup(visit.__exit__, None, None, None)
        self.yearly = self._shop_plan("Yearly", 300.0, interval_unit="year")
        self.cart = self.website._create_cart()

    def _add(self, product=None, quantity=1.0, **choice):
        values = self.cart._cart_add((product or self.bike).id, quantity, **choice)
        self.cart._verify_cart_after_update()
        return self.cart.order_line.browse(values["line_id"])

    def _then(self):
        return {row["every"]: row["total"] for row in self.cart._get_rental_totals()}

    def test_each_plan_and_cover_has_its_line(self):
        plans = (self.monthly, self.yearly, self.monthly)
        for plan, covered in zip(plans, (False, False, True), strict=True):
            self._add(rental_plan_id=plan.id, rental_with_cover=covered)
            self._add(rental_plan_id=plan.id, rental_with_cover=covered)
        shown = self.cart.website_order_line
        self.assertEqual(shown.mapped("product_uom_qty"), [2.0, 2.0, 2.0])
        self.assertEqual(self.cart.cart_quantity, 6)
        # 4 bikes and 2 covers a month, 2 bikes a year, with 20 % of taxes.
        self.assertEqual(self._then(), {"every month": 156.0, "every year": 720.0})

    def test_what_is_sold_once_stands_beside(self):
        helmet = self._product("Helmet")
        helmet.taxes_id = self.tax
        helmet.is_published = True
        self._add(helmet)
        self._add(rental_plan_id=self.monthly.id)
        # Helmet and bike and fee with taxes, deposit without.
        self.assertAlmostEqual(self.cart.amount_total, 48.0 + 36.0 + 12.0 + 50.0)
        extras = {
            name.split(":")[0]: amount for name, amount in self.cart._get_shop_extras()
        }
        self.assertEqual(sorted(extras.values()), [12.0, 50.0])

    def test_an_item_of_a_combo_is_never_rented(self):
        """A combo is sold once: nobody asked for a plan, and its price names none."""
        item = Command.create({"product_id": self.bike.id})
        combo = self._product("Set")
        combo.product_tmpl_id.write(
            {
                "type": "combo",
                "list_price": 99.0,
                "is_published": True,
                "combo_ids": [Command.create({"name": "One", "combo_item_ids": [item]})],
            }
        )
        line = self._add(combo)
        chosen = {
            "linked_line_id": line.id,
            "combo_item_id": combo.combo_ids.combo_item_ids.id,
            "rental_plan_id": self.monthly.id,
        }
        with self.assertRaisesRegex(UserError, "only rented, and not sold in a combo"):
            self._add(**chosen)
        self.template.rental_shop_mode = "both"
        self.assertFalse(self._add(**chosen).rental_plan_id)
        self.assertAlmostEqual(self.cart.amount_untaxed, 99.0)

    def test_the_same_amounts_after_any_recomputation(self):
        self._add(rental_plan_id=self.monthly.id, rental_with_cover=True, quantity=2.0)
        before = self.cart.amount_total
        self.cart._recompute_cart()
        self.assertAlmostEqual(self.cart.amount_total, before)
        self.assertAlmostEqual(before, 2 * 42.0 + 12.0 + 100.0)
        (line,) = self.cart.website_order_line
        self.assertAlmostEqual(line._get_cart_display_price(), 84.0)
        self.assertAlmostEqual(line._get_shop_line_price(), 84.0)

    def test_another_plan_in_the_cart(self):
        line = self._add(rental_plan_id=self.monthly.id)
        self.cart._cart_set_plan(line.id, self.yearly.id, with_cover=True)
        self.assertEqual(line.rental_plan_id, self.yearly)
        # The cover has a price of its own in a plan that does not name it.
        self.assertEqual(self._then(), {"every year": 360.0 + 48.0})
        self.assertFalse(
            self.cart.order_line.filtered(lambda one: one.rental_kind == "setup_fee")
        )
        other = self._add(rental_plan_id=self.monthly.id, quantity=2.0)
        self.cart._cart_set_plan(line.id, self.monthly.id, with_cover=False)
        self.assertFalse(line.exists())
        self.assertEqual(other.product_uom_qty, 3.0)

    def test_only_what_is_offered_gets_in(self):
        hidden = self._shop_plan("Hidden", 0.01)
        hidden.is_published = False
        bell = self._product("Bell")
        bell.is_published = True
        for product, plan in ((self.bike, hidden), (bell, self.monthly)):
            with self.subTest(plan=plan.name), self.assertRaisesRegex(UserError, "offered"):
                self._add(product, rental_plan_id=plan.id)
        line = self._add(rental_plan_id=self.monthly.id)
        for plan_id in (hidden.id, 10**9):
            with self.subTest(plan_id), self.assertRaises(UserError):
                self.cart._cart_set_plan(line.id, plan_id, with_cover=False)
        self.assertEqual(line.rental_plan_id, self.monthly)

    def test_prices_are_not_the_visitors_to_say(self):
        line = self._add(
            rental_plan_id=self.monthly.id,
            price_unit=0.01,
            rental_price_unit=0.01,
            rental_kind="discount",
            discount=99.0,
        )
        self.assertEqual((line.price_unit, line.rental_price_unit), (30.0, 30.0))
        self.assertEqual((line.discount, line.rental_kind), (0.0, False))
        self.cart._cart_update_line_quantity(line.id, 2, rental_plan_id=self.yearly.id)
        self.assertEqual(line.rental_plan_id, self.monthly)

    def test_fees_and_covers_follow_and_are_not_touched(self):
        line = self._add(rental_plan_id=self.monthly.id, rental_with_cover=True)
        along = self.cart.order_line.filtered(lambda one: one._comes_along())
        self.assertEqual(len(along), 3)
        for one in along:
            answer = self.cart._cart_update_line_quantity(one.id, 0)
            self.assertTrue(answer["warning"])
        self.assertEqual(along, along.exists())
        self.cart._cart_update_line_quantity(line.id, 0)
        self.assertFalse(self.cart.order_line)

    def test_a_product_that_is_only_rented_brings_its_plan(self):
        self.assertEqual(self._add().rental_plan_id, self.monthly)
        self.template.rental_shop_mode = "both"
        line = self._add()
        self.assertFalse(line.rental_plan_id)
        self.assertEqual(line.price_unit, 800.0)

    def test_what_is_free_today_is_no_gift(self):
        """A trial has no price today: it gets in where free products do not."""
        self.website.prevent_zero_price_sale = True
        trial = self._shop_plan("Trial", 30.0, trial_days=14)
        line = self._add(rental_plan_id=trial.id)
        self.assertEqual((line.price_unit, self._then()), (0.0, {"every month": 36.0}))

    def test_no_plan_in_a_currency_that_is_not_the_shops(self):
        foreign = self.setup_other_currency("CAD", rates=[("2020-01-01", 0.5)])
        (self.monthly | self.yearly).currency_id = foreign
        with self.assertRaisesRegex(UserError, "price list"):
            self._add()

    def test_what_is_archived_meanwhile_is_named(self):
        line = self._add(rental_plan_id=self.monthly.id)
        self.assertFalse(self.cart._get_rental_problems())
        self.monthly.active = False
        ((_title, message),) = self.cart._get_rental_problems()
        self.assertIn("Monthly", message)
        self.cart._cart_set_plan(line.id, self.yearly.id, with_cover=False)
        self.assertFalse(self.cart._get_rental_problems())
