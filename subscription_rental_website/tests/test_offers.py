import json
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time

from .common import ShopCommon

PERCENT = {"applied_on": "3_global", "compute_price": "percentage"}


@freeze_time("2024-01-10 12:00:00")
class TestOffers(ShopCommon):
    """What product pages and lists say of plans (SE6)."""

    def _offers(self, product=None, quantity=1.0):
        with self._visit():
            shop = self.website._get_rental_shop()
            product = product or self.bike
            return product.product_tmpl_id._get_shop_offers(product, shop, quantity)

    def _amounts(self, plan, quantity=1.0, **options):
        with self._visit():
            shop = self.website._get_rental_shop()
            return plan._get_shop_amounts(self.bike, shop, quantity, **options)

    def _cart(self, plan, quantity=1.0, *, with_cover=False):
        """Return (due today, per interval) of a cart with as much."""
        with self._visit():
            cart = self.website._create_cart()
            cart._cart_add(
                self.bike.id,
                quantity,
                rental_plan_id=plan.id,
                rental_with_cover=with_cover,
            )
            cart._verify_cart_after_update()
            cart._recompute_cart()
        (row,) = cart._get_rental_totals()
        if self.website.show_line_subtotals_tax_selection == "tax_excluded":
            return cart.amount_untaxed, row["untaxed"]
        return cart.amount_total, row["total"]

    def test_one_line_says_it_all(self):
        self._show_taxes("included")
        (offer,) = self._offers()
        self.assertEqual(
            offer["sentence"].replace("\N{NO-BREAK SPACE}", " "),
            "Today $ 98.00, then $ 36.00 every month, to be cancelled every month.",
        )
        self.assertIn("104.00", offer["cover"]["sentence"])
        self.assertIn("42.00 every month", offer["cover"]["sentence"])

    def test_what_is_paid_beside_the_price_is_said_with_it(self):
        """Metered use, say: its addon adds what it costs."""
        plans = self.registry["subscription.plan"]
        with patch.object(plans, "_get_facts_beside_price", lambda *_told: ["0.02 each"]):
            (offer,) = self._offers()
        self.assertIn("0.02 each", offer["facts"])

    def test_prices_that_hold_at_first_are_said_where_the_price_is(self):
        self._show_taxes("included")
        self.monthly.line_ids[0].phases = "3 x -50%"
        (offer,) = self._offers()
        prices = "3 months at $ 18.00, then $ 36.00"
        self.assertEqual(offer["facts"][0].replace("\N{NO-BREAK SPACE}", " "), prices)
        self.assertEqual(
            offer["sentence"].replace("\N{NO-BREAK SPACE}", " "),
            f"Today $ 80.00; in all {prices} every month, to be cancelled every month.",
        )
        self.assertEqual(self._amounts(self.monthly), self._cart(self.monthly))
        with self._visit():
            listed = self.template._get_sales_prices(self.website)[self.template.id]
        self.assertEqual(listed["rental_prices"].replace("\N{NO-BREAK SPACE}", " "), prices)

    def test_page_list_and_cart_show_the_price_of_the_visitors_pricelist(self):
        """By quantity: page and cart change with it."""
        self._show_taxes("included")
        self.monthly.uses_pricelist = True
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Shop",
                "website_id": self.website.id,
                "item_ids": [
                    Command.create({**PERCENT, "percent_price": 20.0, "min_quantity": 3}),
                    Command.create({**PERCENT, "percent_price": 10.0}),
                ],
            }
        )
        with patch.object(
            type(self.website),
            "_get_and_cache_current_pricelist",
            lambda _website: pricelist,
        ):
            for quantity, then in ((1.0, 32.4), (3.0, 86.4)):
                amounts = self._amounts(self.monthly, quantity)
                self.assertAlmostEqual(amounts[1], then)
                cart = self._cart(self.monthly, quantity)
                self.assertAlmostEqual(cart[0], amounts[0])
                self.assertAlmostEqual(cart[1], then)
            with self._visit():
                listed = self.template._get_sales_prices(self.website)[self.template.id]
            self.assertAlmostEqual(listed["price_reduce"], 32.4)

    def test_a_cart_says_what_holds_at_first(self):
        self._show_taxes("included")
        self.monthly.line_ids[0].phases = "1 x free; 2 x 10"
        with self._visit():
            cart = self.website._create_cart()
            cart._cart_add(self.bike.id, 1.0, rental_plan_id=self.monthly.id)
        line = cart.order_line.filtered(lambda one: one.product_id == self.bike)
        self.assertEqual(
            line._get_shop_line_text().replace("\N{NO-BREAK SPACE}", " "),
            "1 month free, then 2 months at $ 12.00, then $ 36.00",
        )
        before = cart._get_rental_digest()
        line.rental_phases = "1 x free; 2 x 11"
        after = cart._get_rental_digest()
        self.assertNotEqual(after, before)
        self.monthly.closed_in_2 = True
        self.assertIn("January, March", line._get_terms_beside_price()[0])
        self.assertNotEqual(cart._get_rental_digest(), after, "the season is another one")

    def test_where_prices_are_without_taxes_the_line_says_so(self):
        """What is due today is more: nobody is to be surprised by it at the checkout."""
        self._show_taxes("excluded")
        (offer,) = self._offers()
        self.assertEqual(
            offer["sentence"].replace("\N{NO-BREAK SPACE}", " "),
            "Today $ 90.00, then $ 30.00 every month, before taxes, to be cancelled every "
            "month.",
        )

    def test_an_offer_without_a_cover_is_plain_data(self):
        self.template.rental_cover_product_id = False
        (offer,) = self._offers()
        self.assertIs(json.loads(json.dumps(offer))["cover"], False)

    def test_what_the_page_says_is_what_the_cart_says(self):
        """Today and then, with and without taxes, cover, trial, arrears, a short period."""
        plans = self.monthly | self._shop_plan("Trial", 30.0, trial_days=14, setup_fee=7.0)
        plans |= self._shop_plan("Arrears", 29.99, billing_timing="arrears")
        plans |= self._shop_plan(
            "Calendar", 33.33, alignment="calendar", alignment_day=1, setup_fee=9.99
        )
        plans |= self._shop_plan("Paid first", 31.0, start_on_payment=True)
        for shown in ("included", "excluded"):
            self._show_taxes(shown)
            for plan in plans:
                for quantity, covered in ((1.0, False), (3.0, True)):
                    with self.subTest(shown, plan=plan.name, quantity=quantity):
                        page = self._amounts(plan, quantity, with_cover=covered)
                        cart = self._cart(plan, quantity, with_cover=covered)
                        for said, asked in zip(page, cart, strict=True):
                            self.assertAlmostEqual(said, asked, 2)

    def test_plans_are_compared_per_month(self):
        self._shop_plan("Yearly", 300.0, interval_unit="year")
        savings = {offer["name"]: offer["saving"] for offer in self._offers()}
        self.assertEqual(savings, {"Monthly": False, "Yearly": "You save 17 %"})

    def test_only_what_the_shop_offers(self):
        """Not unpublished, archived, of another website, company or currency."""
        other = self.env["website"].sudo().create({"name": "Other"})
        foreign = self.setup_other_currency("CAD", rates=[("2020-01-01", 0.5)])
        company = self.setup_other_company()["company"]
        self._shop_plan("Hidden", 1.0).is_published = False
        self._shop_plan("Old", 1.0).active = False
        self._shop_plan("Elsewhere", 1.0, website_id=other.id)
        self._shop_plan("Foreign", 1.0, currency_id=foreign.id)
        self._shop_plan("Strange", 1.0).sudo().company_id = company
        self.assertEqual([offer["name"] for offer in self._offers()], ["Monthly"])
        self.template.rental_shop_mode = "once"
        self.assertFalse(self._offers())

    def test_a_plan_of_one_variant_is_offered_for_it_alone(self):
        size = self.env["product.attribute"].create(
            {
                "name": "Size",
                "value_ids": [Command.create({"name": name}) for name in "SL"],
            }
        )
        values = [Command.set(size.value_ids.ids)]
        sized = self.env["product.template"].create(
            {
                "name": "Sized bike",
                "type": "service",
                "attribute_line_ids": [
                    Command.create({"attribute_id": size.id, "value_ids": values})
                ],
            }
        )
        small, large = sized.product_variant_ids
        self.monthly.line_ids = [
            Command.create({"product_tmpl_id": sized.id, "product_id": small.id})
        ]
        self.assertEqual([offer["name"] for offer in self._offers(small)], ["Monthly"])
        self.assertFalse(self._offers(large))

    def test_a_product_that_is_only_rented_is_not_bought(self):
        for mode, rented in (("rental", True), ("both", False)):
            self.template.rental_shop_mode = mode
            with self.subTest(mode), self._visit():
                info = self.template._get_combination_info()
                self.assertEqual(info["rental_only"], rented)

    def test_lists_say_the_lowest_price(self):
        self._show_taxes("included")
        self._shop_plan("Yearly", 300.0, interval_unit="year")
        with self._visit():
            prices = self.template._get_sales_prices(self.website)[self.template.id]
        self.assertIn("36.00", prices["rental_from"])
        self.assertEqual(prices["rental_interval"], "month")

    def test_what_is_only_rented_in_another_currency_has_no_price_here(self):
        """Neither in lists and filters nor for search engines: nobody can buy it."""
        self.monthly.currency_id = self.setup_other_currency(
            "CAD", rates=[("2020-01-01", 0.5)]
        )
        with self._visit():
            prices = self.template._get_sales_prices(self.website)[self.template.id]
            data = self.template._to_markup_data(self.website)
        self.assertEqual(prices, {"rental_only": True, "price_reduce": 0.0})
        self.assertEqual(data["offers"], [])
        products = self.env["product.template"]
        for wanted in ("rent", "buy"):
            domain = products._get_rental_domain(self.website, wanted)
            self.assertNotIn(self.template, products.search(domain))
        dear = products._get_price_domain(self.website, ">=", 1.0)
        self.assertNotIn(self.template, products.search(dear))

    def test_lists_cost_a_fixed_number_of_queries(self):
        """Forty products with plans are read like two."""
        counts = []
        for amount in (2, 38):
            for number in range(amount):
                product = self._product(f"Bike {number}")
                product.is_published = True
                self.monthly.line_ids = [
                    (0, 0, {"product_tmpl_id": product.product_tmpl_id.id})
                ]
            products = self.env["product.template"].browse(
                self.monthly.line_ids.product_tmpl_id.ids
            )
            self.env.flush_all()
            self.env.invalidate_all()
            with self._visit():
                before = self.env.cr.sql_log_count
                products._get_sales_prices(self.website)
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_search_engines_read_the_price_per_interval(self):
        self._show_taxes("included")
        plan = self._shop_plan("Quarterly", 75.0, interval_count=3, term_count=4)
        with self._visit():
            offers = self.template._to_markup_data(self.website)["offers"]
        found = next(offer for offer in offers if offer.get("name") == plan.name)
        self.assertEqual(
            found["priceSpecification"],
            {
                "@type": "UnitPriceSpecification",
                "price": 90.0,
                "priceCurrency": "USD",
                "unitCode": "MON",
                "referenceQuantity": {
                    "@type": "QuantitativeValue",
                    "value": 3,
                    "unitCode": "MON",
                },
                "billingIncrement": 3,
                "billingDuration": 12,
            },
        )

    def test_a_combo_gets_no_plan(self):
        combo = self._product("Set")
        combo.product_tmpl_id.write({"type": "combo", "combo_ids": self._combo()})
        with self.assertRaisesRegex(ValidationError, "is a combo"):
            self.monthly.line_ids = [(0, 0, {"product_tmpl_id": combo.product_tmpl_id.id})]

    def _combo(self):
        item = (0, 0, {"product_id": self.bike.id})
        return [(0, 0, {"name": "Bikes", "combo_item_ids": [item]})]

    def test_the_manager_is_told_what_is_missing(self):
        self.assertFalse(self.monthly.shop_warning)
        self.monthly.invoice_mode = "collect"
        self.env["payment.provider"].sudo().search([]).write({"state": "disabled"})
        self.monthly.invalidate_recordset()
        self.assertIn("payment provider", self.monthly.shop_warning)
        self.company.subscription_deposit_account_id = False
        self.monthly.invalidate_recordset()
        self.assertIn("account of deposits", self.monthly.shop_warning)
        self.template.is_published = False
        self.assertIn("None of its products", self.monthly.shop_warning)
