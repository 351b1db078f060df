from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..common_subscribing import SubscribingCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestOffered(SubscribingCommon):
    """What a till says of plans: the amounts of shop and office (SE10)."""

    def _offers(self, **values):
        asked = {
            "partner_id": self.ann.id,
            "product_id": self.bike.id,
            "quantity": 1,
            **values,
        }
        told = self.till.with_user(self.cashier).rental_find_plans(asked)
        self.assertEqual(
            [row["id"] for row in told["records"]["subscription.plan"]],
            [offer["id"] for offer in told["offers"]],
        )
        return told["offers"]

    def _text(self, value):
        return value.replace("\xa0", " ")

    def test_an_offer_says_what_is_due_today_and_what_comes_then(self):
        [offer] = self._offers()
        self.assertEqual(offer["name"], "Monthly bike")
        # 64 + 21 %, and the deposit.
        self.assertEqual(
            self._text(offer["sentence"]), "Today $ 227.44, then $ 47.19 every month."
        )
        self.assertEqual(
            [(name, self._text(amount)) for name, amount in offer["parts"]],
            [
                ("First period", "$ 47.19"),
                ("Setup fee", "$ 30.25"),
                ("Deposit, given back at the end", "$ 150.00"),
            ],
        )
        self.assertEqual(offer["cover"]["name"], "Damage waiver")
        self.assertEqual(self._text(offer["cover"]["price"]), "$ 6.05 every month")

    def test_prices_that_hold_at_first_are_said_and_paid(self):
        self.monthly.line_ids.phases = "1 x -50%; 2 x 30"
        [offer] = self._offers()
        said = "1 month at $ 23.60, then 2 months at $ 36.30, then $ 47.19 every month"
        self.assertEqual(self._text(offer["sentence"]), f"Today $ 203.85, then {said}.")
        ticket, rental = self._rent()
        # 19.50 + 21 %, 25 + 21 %, and the deposit.
        self.assertAlmostEqual(ticket.amount_paid, 203.85)
        rented = ticket.lines.filtered(lambda line: line.product_id == self.bike)
        self.assertEqual(self._text(rented.rental_terms), f"Monthly bike: then {said}")
        shown = [row["amount"] for row in rental._get_schedule(3)]
        self.assertEqual(shown, [30.0, 30.0, 39.0])

    def test_what_is_paid_beside_the_price_is_said_and_on_the_ticket(self):
        """Metered use, say: its addon adds what it costs."""
        lines = self.registry["sale.order.line"]
        with patch.object(lines, "_get_terms_beside_price", lambda *_: ["0.02 each"]):
            [offer] = self._offers()
            ticket, _rental = self._rent()
        self.assertTrue(offer["sentence"].endswith("every month. 0.02 each"))
        rented = ticket.lines.filtered(lambda line: line.product_id == self.bike)
        self.assertTrue(rented.rental_terms.endswith("; 0.02 each"))

    def test_the_pricelist_of_the_ticket_holds_where_the_plan_says_so(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Friends of the till",
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "3_global",
                            "compute_price": "percentage",
                            "percent_price": 15.0,
                        }
                    )
                ],
            }
        )
        [offer] = self._offers(pricelist_id=pricelist.id)
        self.assertIn("$ 47.19 every month", self._text(offer["sentence"]))
        self.monthly.uses_pricelist = True
        # 33.15 + 21 %
        [offer] = self._offers(pricelist_id=pricelist.id)
        self.assertIn("$ 40.11 every month", self._text(offer["sentence"]))

    def test_cover_and_quantity_are_in_the_offer(self):
        [offer] = self._offers(quantity=2, with_cover=True)
        self.assertEqual(
            self._text(offer["sentence"]), "Today $ 436.73, then $ 106.48 every month."
        )

    def test_each_plan_is_offered_once_in_its_order(self):
        yearly = self._bike_plan(400.0, name="Yearly", interval_unit="year")
        plans = self.monthly | yearly
        # As in a request of its own.
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([offer["id"] for offer in self._offers()], plans.ids)

    def test_twenty_plans_cost_little_more_than_some(self):
        def count_queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            offers = self._offers(with_cover=False)
            return len(offers), self.env.cr.sql_log_count - before

        self._offers()
        self.assertEqual(count_queries()[0], 1)
        one = count_queries()[1]
        for number in range(19):
            self._bike_plan(40.0 + number, name=f"Plan {number}")
        plans, twenty = count_queries()
        self.assertEqual(plans, 20)
        # Each by itself took twenty times as many.
        self.assertLess(twenty, 12 * one)

    def test_a_till_without_taxes_in_its_prices_says_them_so(self):
        self._close()
        self.till.iface_tax_included = "subtotal"
        [offer] = self._offers()
        self.assertEqual(
            self._text(offer["sentence"]), "Today $ 214.00, then $ 39.00 every month."
        )

    def test_a_season_is_said_with_the_price(self):
        plan = self._bike_plan(name="Summer", start_on_payment=False, closed_in_2=True)
        offers = {offer["id"]: offer for offer in self._offers()}
        self.assertIn("Billed only in: January, March", offers[plan.id]["sentence"])
        rows = self._price(self._choose(plan))["lines"]
        [chosen] = [row for row in rows if row["kind"] == "rented"]
        self.assertIn("every month; Billed only in: January, March", chosen["terms"])

    def test_a_later_start_is_due_later(self):
        plan = self._bike_plan(name="Later", start_on_payment=False)
        offers = {offer["id"]: offer for offer in self._offers(start="2024-02-01")}
        self.assertEqual(
            self._text(offers[plan.id]["sentence"]),
            "Today $ 150.00, then $ 47.19 every month, and $ 30.25 once with the first "
            "invoice.",
        )
        told = self._price(self._choose(plan), start="2024-02-01")
        [fee] = [row for row in told["lines"] if row["kind"] == "setup_fee"]
        self.assertEqual(fee["price_unit"], 0.0)
        self.assertEqual(
            self._text(fee["terms"]), "Later: $ 30.25 once, with the first invoice"
        )

    def test_the_ticket_has_the_lines_of_the_order(self):
        chosen = self._choose(with_cover=True)
        told = self._price(chosen)
        self.assertEqual(
            [(row["kind"], row["price_unit"]) for row in told["lines"]],
            [("rented", 39.0), ("cover", 5.0), ("setup_fee", 25.0), ("deposit", 150.0)],
        )
        rented, cover, fee, deposit = told["lines"]
        self.assertEqual((rented["uuid"], cover["parent"]), (chosen["uuid"],) * 2)
        self.assertEqual(deposit["tax_ids"], [])
        self.assertEqual(
            [self._text(row["terms"]) for row in (rented, fee, deposit)],
            [
                "Monthly bike: then $ 47.19 every month",
                "Monthly bike: once",
                "Monthly bike: given back at the end",
            ],
        )
        sold = {row["id"] for row in told["records"]["product.product"]}
        self.assertEqual(sold, {row["product_id"] for row in told["lines"]})

    def test_the_first_lines_say_the_trial_and_the_day_of_the_start(self):
        trial = self._bike_plan(name="Try", trial_days=14, start_on_payment=False)
        [row, *_others] = self._price(self._choose(trial))["lines"]
        self.assertEqual(
            self._text(row["terms"]), "Try: 14 days free, then $ 47.19 every month"
        )
        [row, *_others] = self._price(self._choose(), start="2024-02-01")["lines"]
        self.assertEqual(
            self._text(row["terms"]), "Monthly bike: from 02/01/2024, $ 47.19 every month"
        )

    def test_nothing_is_left_of_what_is_only_asked(self):
        before = self.env["sale.order"].search_count([])
        number = self.env["sale.order"].create({"partner_id": self.ann.id}).name
        self._offers(with_cover=True)
        self._price(self._choose())
        after = self.env["sale.order"].create({"partner_id": self.ann.id}).name
        self.assertEqual(self.env["sale.order"].search_count([]), before + 2)
        self.assertEqual(int(after[1:]), int(number[1:]) + 1, "no number is lost")

    def test_products_say_how_they_are_sold_at_the_till(self):
        choice = self.bike.product_tmpl_id
        self.assertEqual(choice.rental_till_choice, "rental")
        choice.rental_till_mode = "both"
        self.assertEqual(choice.rental_till_choice, "both")
        choice.rental_till_mode = "once"
        self.assertFalse(choice.rental_till_choice)
        self.assertFalse(self._offers())
        self.assertFalse(self.massage.product_tmpl_id.rental_till_choice)

    def test_a_cashier_loads_the_names_of_plans(self):
        data = self.opened.with_user(self.cashier).load_data(
            ["pos.config", "subscription.plan", "product.template"]
        )
        names = {row["name"] for row in data["subscription.plan"]}
        self.assertIn("Monthly bike", names)
        choices = {row["id"]: row["rental_till_choice"] for row in data["product.template"]}
        self.assertEqual(choices[self.bike.product_tmpl_id.id], "rental")

    def test_nobody_subscribes_without_a_name(self):
        with self.assertRefused("choose one by name first"):
            self._price(self._choose(), partner=self.env["res.partner"])
        with self.assertRefused("choose one by name first"):
            self._offers(partner_id=False)

    def test_nonsense_is_refused(self):
        for quantity in (0, -1, float("nan"), float("inf"), 10**9, "2", None):
            with self.subTest(quantity), self.assertRefused("enter how many"):
                self._price(self._choose(quantity=quantity))
        for plan in (self.plan.id, 10**9, "x", None):
            with self.subTest(plan), self.assertRefused("any more"):
                self._price(self._choose(plan_id=plan))
        for uuid in (None, "", 5, ["x"], "x" * 1000):
            with self.subTest(uuid), self.assertRefused("not known"):
                self._price(self._choose(uuid=uuid))
        for start in ("2024-01-09", "yesterday", 5, [1]):
            with self.subTest(start), self.assertRefused("day"):
                self._price(self._choose(), start=start)
        for asked in ("x", None, [], {"lines": "x"}, {"lines": ["x"]}):
            with self.subTest(asked), self.assertRefused("Choose what is sold"):
                self.till.with_user(self.cashier).rental_price_ticket(asked)

    def test_only_cashiers_ask(self):
        public = self.env.ref("base.public_user")
        for method in ("rental_find_plans", "rental_price_ticket"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(self.till.with_user(public), method)({})

    def test_a_start_today_is_a_start(self):
        today = date(2024, 1, 10).isoformat()
        self.assertEqual(self._price(self._choose(), start=today)["total"], 227.44)
