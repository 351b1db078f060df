from unittest.mock import patch

from odoo.tests import freeze_time

from .common import ShopCommon


@freeze_time("2024-01-10 12:00:00")
class TestSpeed(ShopCommon):
    """What pages of the shop ask the database for; `./dev bench shop` says how long."""

    def setUp(self):
        super().setUp()
        visit = self._visit()
        visit.__enter__()
        self.addCleanup(visit.__exit__, None, None, None)
        self.yearly = self._shop_plan("Yearly", 300.0, interval_unit="year")

    def _fill_cart(self):
        cart = self.website._create_cart()
        for plan in self.monthly | self.yearly:
            cart._cart_add(
                self.bike.id, 2.0, rental_plan_id=plan.id, rental_with_cover=True
            )
        cart._verify_cart_after_update()
        return cart

    def test_plans_of_any_number_of_products_are_read_by_two_queries(self):
        names = [f"Bike {number}" for number in range(40)]
        products = self.env["product.template"].union(
            *(self._product(name).product_tmpl_id for name in names)
        )
        self.monthly.line_ids = [
            (0, 0, {"product_tmpl_id": one.id, "price_unit": 9.0}) for one in products
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.company.parent_ids.mapped("id")
        with self.assertQueryCount(2):
            plans = [product.sudo()._get_rental_plans() for product in products]
        self.assertEqual(set(plans), {self.monthly})

    def test_a_cart_shows_its_recurring_amounts_without_computing_taxes(self):
        cart = self._fill_cart()
        self.env.flush_all()
        self.env.invalidate_all()
        cart.order_line.rental_plan_id.mapped("name")
        cart.order_line.mapped("rental_total")
        cart.mapped("rental_sums")
        self.website.mapped("show_line_subtotals_tax_selection")
        shown = cart.website_order_line
        with self.assertQueryCount(0):
            totals = cart._get_rental_totals()
            prices = [line._get_shop_line_price() for line in shown]
        self.assertEqual([row["total"] for row in totals], [84.0, 816.0])
        self.assertEqual(len(prices), 2)

    def test_kept_amounts_are_what_would_be_computed_now(self):
        cart = self._fill_cart()
        line = cart.website_order_line[0]
        changes = (
            (line, {"product_uom_qty": 3.0}),
            (line, {"discount": 10.0}),
            (line, {"rental_with_cover": False}),
            (line, {"tax_ids": [(5,)]}),
        )
        for record, values in changes:
            record.write(values)
            cart._verify_cart_after_update()
            for owned in cart._get_totalled_lines().values():
                with self.subTest(values=values, interval=owned[0].rental_interval):
                    kept = cart.rental_sums[cart._get_sum_key(owned)]
                    phases = cart._get_rental_phases(owned)
                    computed = {**cart._get_rental_sum(owned), "phases": phases}
                    self.assertEqual(kept, computed)

    def test_the_cart_says_the_interval_that_the_plan_has_now(self):
        cart = self._fill_cart()
        self.yearly.interval_unit = "week"
        cart.invalidate_recordset()
        self.assertEqual(
            [row["every"] for row in cart._get_rental_totals()],
            ["every month", "every week"],
        )
        self.yearly.interval_unit = "month"
        cart.order_line.invalidate_recordset()
        (row,) = cart._get_rental_totals()
        self.assertEqual(row["total"], 84.0 + 720.0 + 96.0)

    def test_a_page_computes_each_price_once(self):
        plans = type(self.env["subscription.plan"])
        asked = []
        find = plans._find_shop_total

        def note(plan, sold, shop):
            asked.append(tuple(sold))
            return find(plan, sold, shop)

        self.template.rental_cover_product_id = False
        self.monthly.setup_fee = 10.0
        self.website._keep_rental_shop()
        with patch.object(plans, "_find_shop_total", note):
            data = self.template._to_markup_data(self.website)
            info = self.template._get_combination_info()
        # People and search engines are told the same.
        self.assertEqual(
            [offer["amount"] for offer in info["rental_offers"]],
            [offer["priceSpecification"]["price"] for offer in data["offers"]],
        )
        # Each plan's price and what is due of it, and the fee alone.
        self.assertEqual(len(asked), 5)
        self.assertEqual(len(set(asked)), 5)

    def test_a_price_that_is_changed_is_not_remembered(self):
        before = self.template._get_combination_info()["rental_offers"]
        self.yearly.line_ids.price_unit = 310.0
        after = self.template._get_combination_info()["rental_offers"]
        self.assertNotEqual(before[-1]["amount"], after[-1]["amount"])
