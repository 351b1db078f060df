from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from .common import ShopCommon


@freeze_time("2024-01-10 12:00:00")
class TestPlanTable(ShopCommon):
    """Plans side by side, as a building block and a page show them (SE6)."""

    def _table(self, **asked):
        with self._visit():
            return self.website._get_plan_table(**asked)

    def _names(self, table):
        return [card["offer"]["name"] for card in table["cards"]]

    def test_prices_are_those_of_the_product_page(self):
        self._show_taxes("included")
        (card,) = self._table()["cards"]
        with self._visit():
            shop = self.website._get_rental_shop()
            (offer,) = self.template._get_shop_offers(self.bike, shop)
        self.assertEqual(card["offer"]["price"], offer["price"])
        self.assertIn("98.00", card["today"])
        self.assertIn(card["today"], offer["sentence"])
        self.assertIn(f"?rental_plan={self.monthly.id}", card["url"])
        self.assertIn("Cancelling", [name for name, _sentence in card["terms"]])

    def test_only_what_the_shop_offers_is_compared(self):
        hidden = self._shop_plan("Hidden", 1.0)
        hidden.is_published = False
        self.assertEqual(self._names(self._table()), ["Monthly"])
        self.assertEqual(self._names(self._table(product_id=self.template.id)), ["Monthly"])
        self.assertFalse(self._table(product_id=self.cover.product_tmpl_id.id)["cards"])
        self.template.is_published = False
        for asked in ({}, {"product_id": self.template.id}):
            self.assertFalse(self._table(**asked)["cards"])
        self.template.is_published = True
        self.website.ecommerce_access = "logged_in"
        with self._visit() as request:
            public = self.website.with_user(request.website.user_id)
            self.assertFalse(public._get_plan_table()["cards"])

    def test_the_plan_that_saves_most_is_recommended_unless_another_one_is(self):
        self.assertIsNone(self._table()["highlighted"])
        yearly = self._shop_plan("Yearly", 300.0, interval_unit="year")
        table = self._table(product_id=self.template.id)
        self.assertEqual(table["highlighted"]["offer"]["id"], yearly.id)
        table = self._table(plan_id=self.monthly.id)
        self.assertEqual(table["highlighted"]["offer"]["id"], self.monthly.id)

    def test_visitors_switch_between_intervals_where_one_has_several_plans(self):
        self._shop_plan("Yearly", 300.0, interval_unit="year")
        self.assertEqual(self._table()["intervals"], [])
        self._shop_plan("Weekly", 9.0, interval_unit="week")
        self._shop_plan("Monthly, longer", 25.0)
        table = self._table()
        self.assertEqual(table["intervals"], ["every week", "every month", "every year"])
        self.assertEqual(table["interval"], "every month")

    def test_who_edits_websites_chooses_the_plan_that_is_recommended(self):
        """Without a right on subscriptions; plans stay others' to change."""
        for group in ("restricted_editor", "designer"):
            editor = new_test_user(self.env, group, f"website.group_website_{group}")
            plans = self.env["subscription.plan"].with_user(editor)
            found = plans.search_read([("is_published", "=", True)], ["display_name"])
            self.assertIn("Monthly", [plan["display_name"] for plan in found])
            with self.assertRaises(AccessError):
                plans.browse(self.monthly.id).name = "Mine"

    def test_the_carousel_shows_what_is_rented_with_its_lowest_price(self):
        self._show_taxes("included")
        self._shop_plan("Yearly", 300.0, interval_unit="year")
        block = self.env.ref("subscription_rental_website.dynamic_filter_rented").sudo()
        key = "website_sale.dynamic_filter_template_product_product_products_item"
        with self._visit():
            shown = "".join(block._render(key, 16))
        self.assertIn(self.bike.name, shown)
        self.assertIn("36.00", shown)
        self.assertIn("/ month", shown)
        self.assertNotIn("800.00", shown)


@tagged("post_install", "-at_install")
class TestPlanPages(ShopCommon, HttpCase):
    """The page of plans, and what the building block asks for, over HTTP."""

    def _block(self, **asked):
        answer = self.url_open(
            "/shop/rental/plans", json={"jsonrpc": "2.0", "params": asked}
        )
        return answer.json()["result"]

    def test_visitors_compare_plans_on_a_page(self):
        page = self.url_open("/plans").text
        self.assertIn("Monthly", page)
        self.assertIn(f"?rental_plan={self.monthly.id}", page)
        self.monthly.line_ids[0].price_unit = 31.5
        self.assertIn("31.50", self._block())

    def test_only_editors_are_told_how_to_fill_an_empty_table(self):
        self.monthly.is_published = False
        self.assertIn("no plans to choose from", self.url_open("/plans").text)
        self.assertNotIn("on its form", self._block())
        self.authenticate("admin", "admin")
        self.assertIn("on its form", self._block())

    def test_a_foreign_product_shows_nothing(self):
        self.template.is_published = False
        for asked in (self.template.id, 10**9):
            self.assertNotIn("Monthly", self._block(product_id=asked))
