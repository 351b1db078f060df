from odoo import Command
from odoo.exceptions import RedirectWarning, ValidationError
from odoo.tests import freeze_time

from ..common_phases import PhasesCommon
from ..common_selling import SellingCommon


@freeze_time("2024-01-01 12:00:00")
class TestPhasesSold(SellingCommon, PhasesCommon):
    """Introductory and stepped prices on quotations: shown, signed and billed (PL14)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phased = cls._phased_plan("3 x -50%")

    def test_three_months_at_half_price(self):
        order = self._rental(self.phased)
        line = order.order_line
        self.assertEqual(line.rental_phases, "3 x -50%")
        self.assertEqual((line.rental_price_unit, order.amount_total), (30.0, 15.0))
        subscription = self._confirm(order)
        self.assertEqual(
            self._get_amounts(subscription, "2024-05-01"), [15.0, 15.0, 15.0, 30.0, 30.0]
        )

    def test_it_says_so_in_one_sentence(self):
        line = self._rental(self.phased).order_line
        sentence = line.rental_phases_sentence
        self.assertRegex(sentence, r"^3 months at .*15\.00.*, then .*30\.00")
        free = self._rental(self._phased_plan("1 x free")).order_line
        self.assertRegex(free.rental_phases_sentence, r"^1 month free, then .*30\.00")
        self.assertFalse(self._rental().order_line.rental_phases_sentence)

    def test_the_totals_of_each_phase_are_shown(self):
        lock = self._product("Lock")
        plan = self._phased_plan("3 x -50%; 1 x 20")
        plan.line_ids = [
            Command.create(
                {
                    "product_tmpl_id": lock.product_tmpl_id.id,
                    "price_unit": 5.0,
                    "phases": "1 x free",
                }
            )
        ]
        order = self._order((self.product, plan, {"product_uom_qty": 2}), (lock, plan, {}))
        (row,) = order._get_rental_totals()
        self.assertEqual(
            [(one["periods"], one["total"]) for one in row["phases"]],
            [(1, 30.0), (2, 35.0), (1, 45.0)],
        )
        self.assertEqual(row["total"], 65.0)
        html = order.rental_totals_html
        self.assertIn("First, for", html)
        self.assertIn("35.00", html)

    def test_the_document_shows_each_price(self):
        order = self._rental(self.phased)
        report = self.env["ir.actions.report"]
        html, _kind = report._render_qweb_html("sale.report_saleorder", order.ids)
        self.assertRegex(html.decode(), r"3 months at .*15\.00.*, then .*30\.00")

    def test_the_contract_shows_each_price(self):
        subscription = self._confirm(self._rental(self.phased))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "subscription_rental.report_contract", subscription.ids
        )
        self.assertRegex(html.decode(), r"15\.00.* up to 03/31/2024, then .*30\.00")

    def test_phases_are_typed_on_the_quotation(self):
        order = self._rental()
        order.order_line.rental_phases = "1 x free; 1 x 12.50"
        self.assertEqual(order.amount_total, 0.0)
        self.assertEqual(
            self._get_amounts(self._confirm(order), "2024-03-01"), [0.0, 12.5, 30.0]
        )

    def test_a_price_that_was_typed_as_due_today_is_that_of_the_first_phase(self):
        order = self._rental(self.phased)
        order.order_line.price_unit = 12.0
        self.assertEqual(
            self._get_amounts(self._confirm(order), "2024-04-01"), [12.0, 12.0, 12.0, 30.0]
        )

    def test_what_is_sold_once_has_none(self):
        order = self._order((self.product, None, {}))
        with self.assertRaises(ValidationError) as caught:
            order.order_line.rental_phases = "1 x free"
        self.assertIn("sold once", str(caught.exception))

    def test_what_cannot_be_meant_is_refused(self):
        order = self._rental()
        for text in ("0 x 10", "3 x -10", "3 x -101%", "3 x nan"):
            with self.subTest(text), self.assertRaises(ValidationError):
                order.order_line.rental_phases = text

    def test_what_is_signed_stays(self):
        order = self._rental(self.phased)
        order.action_confirm()
        with self.assertRaises(RedirectWarning):
            order.order_line.rental_phases = "9 x free"

    def test_without_its_plan_a_line_has_no_phases(self):
        order = self._rental(self.phased)
        order.order_line.rental_plan_id = False
        self.assertFalse(order.order_line.rental_phases)

    def test_a_copied_quotation_has_them(self):
        order = self._rental(self.phased)
        order.order_line.rental_phases = "1 x 7"
        copied = order.copy()
        self.assertEqual(
            (copied.order_line.rental_phases, copied.amount_total), ("1 x 7", 7.0)
        )

    def test_in_dozens_the_price_is_that_of_a_dozen(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        plan = self._phased_plan("1 x 10; 1 x -50%")
        order = self._rental(plan, product_uom_id=dozen.id)
        self.assertEqual(order.order_line.rental_phases, "1 x 120.00; 1 x -50%")
        self.assertEqual(
            self._get_amounts(self._confirm(order), "2024-03-01"), [120.0, 180.0, 360.0]
        )

    # === discounts === #

    def _discount(self, order, **values):
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, **values}
        ).action_apply_discount()
        return order

    def test_a_percentage_each_time_is_off_each_price(self):
        order = self._discount(
            self._rental(self.phased),
            discount_type="so_discount",
            discount_percentage=0.1,
        )
        self.assertEqual(order.amount_total, 13.5)
        self.assertEqual(
            self._get_amounts(self._confirm(order), "2024-04-01"), [13.5, 13.5, 13.5, 27.0]
        )

    def test_an_amount_each_time_takes_off_no_more_than_a_phase_costs(self):
        order = self._discount(
            self._rental(self._phased_plan("1 x free; 1 x 4; 1 x 15")),
            discount_type="amount",
            discount_amount=10.0,
        )
        discount = order.order_line.filtered(lambda line: line._is_discount())
        self.assertEqual(discount.rental_phases, "1 x free; 1 x -4.00; 1 x -10.00")
        self.assertEqual(order.amount_total, 0.0)
        self.assertEqual(
            self._get_amounts(self._confirm(order), "2024-04-01"), [0.0, 0.0, 5.0, 20.0]
        )

    def test_a_percentage_once_is_off_the_first_price(self):
        order = self._discount(
            self._rental(self.phased),
            discount_type="so_discount",
            discount_percentage=0.1,
            rental_recurs=False,
        )
        self.assertEqual(order.amount_total, 13.5)
        subscription = self._confirm(order)
        invoices = [
            self._bill(subscription, day).amount_untaxed
            for day in ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")
        ]
        self.assertEqual(invoices, [13.5, 15.0, 15.0, 30.0])

    # === plans === #

    def test_the_plan_says_and_previews_its_prices(self):
        line = self.phased.line_ids
        self.assertRegex(line.phases_sentence, r"^3 months at .*15\.00.*, then .*30\.00")
        sentence = self.phased._get_offer_sentence()
        self.assertRegex(sentence, r"^3 months at .*15\.00.*, then .*30\.00.* every month")
        rows = self.phased._get_offer_rows(self.phased.preview_date)
        self.assertEqual([row["amount"] for row in rows[:4]], [15.0, 15.0, 15.0, 30.0])

    def test_the_configurator_says_them(self):
        currency = self.company.currency_id
        day = self.phased.preview_date
        offer = self.phased._get_offer(self.product, currency, day)
        self.assertRegex(offer["prices"], r"^3 months at ")
        self.assertFalse(self.plan._get_offer(self.product, currency, day)["prices"])
