from odoo import Command
from odoo.tests import freeze_time

from ..common_selling import SellingCommon


@freeze_time("2024-01-11 12:00:00")
class TestAgreed(SellingCommon):
    """What the matrix found: amounts of an order that came to another cent (SE2, SE14)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        taxes = cls.env["account.tax"]
        cls.tax = taxes.create({"name": "21 % agreed", "amount": 21.0})
        cls.low = taxes.create({"name": "6 % agreed", "amount": 6.0})
        (cls.product | cls.fee).taxes_id = cls.tax

    def _taxed(self, *plans, **values):
        """Return a quotation of the product by each of these plans, with its taxes."""
        lines = [
            Command.create({"product_id": self.product.id, "rental_plan_id": plan.id})
            for plan in plans
        ]
        return self.env["sale.order"].create(
            {"partner_id": self.partner_a.id, "order_line": lines, **values}
        )

    def _discount(self, order, amount, recurs=True, kind="amount"):
        name = "discount_amount" if kind == "amount" else "discount_percentage"
        self.env["sale.order.discount"].create(
            {
                "sale_order_id": order.id,
                "discount_type": kind,
                name: amount,
                "rental_recurs": recurs,
            }
        ).action_apply_discount()

    def _kind(self, order, kind):
        return order.order_line.filtered(lambda line: line.rental_kind == kind)

    # === the setup fee === #

    def test_taxes_of_the_fee_by_hand_are_invoiced(self):
        """Typed, emptied or left alone; also told before it begins, and credited alike."""
        cases = ((self.low, 12.72), (self.low.browse(), 12.0), (None, 14.52))
        for taxes, fee in cases:
            with self.subTest(taxes=taxes):
                order = self._taxed(self._plan(setup_fee=12.0, trial_days=7))
                if taxes is not None:
                    self._kind(order, "setup_fee").tax_ids = taxes
                order.rental_date_start = "2024-02-01"
                subscription = self._confirm(order)
                told = subscription._get_fee_base_lines()
                self.assertAlmostEqual(float(subscription._get_tax_totals(told)[1]), fee, 2)
                subscription._start(subscription.date_start)
                self.assertAlmostEqual(
                    self._bill(subscription, "2024-02-08").amount_total, 36.3 + fee, 2
                )
                charge = subscription.charge_ids
                day = subscription.date_start
                charge.sudo()._take_back(12.0, "Given back", "back", day)
                credit = subscription.charge_ids - charge
                self.assertAlmostEqual(float(credit._get_taxed(credit.amount)[1]), -fee, 2)

    def test_a_fee_that_is_changed_in_the_draft_keeps_its_taxes(self):
        order = self._taxed(self._plan(setup_fee=12.0))
        self._kind(order, "setup_fee").tax_ids = self.low
        order.rental_date_start = "2024-02-01"
        subscription = self._confirm(order)
        subscription.action_back_to_draft()
        subscription.setup_fee = 10.0
        subscription._start(subscription.date_start)
        bill = self._bill(subscription, "2024-02-01")
        self.assertAlmostEqual(bill.amount_total, 36.3 + 10.6, 2)

    def test_without_the_customers_position_the_fee_is_taxed_as_signed(self):
        """The customer is from abroad, and buys at home: the order has no position."""
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        self.low.write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.tax.ids)],
            }
        )
        self.partner_a.property_account_position_id = position
        plan = self._plan(setup_fee=12.0)
        for emptied, rate in ((False, 1.06), (True, 1.21)):
            with self.subTest(emptied=emptied):
                order = self._taxed(plan)
                if emptied:
                    order.fiscal_position_id = False
                    order.action_update_taxes()
                self.assertAlmostEqual(order.amount_total, 42.0 * rate, 2)
                bill = self._bill(self._confirm(order), "2024-01-11")
                self.assertAlmostEqual(bill.amount_total, 42.0 * rate, 2)

    # === discounts === #

    def test_an_amount_shared_between_plans_is_taken_off_to_the_cent(self):
        """Neither part of ten is a price in cents and its tax; together they come to it."""
        for recurs in (True, False):
            with self.subTest(recurs=recurs):
                order = self._taxed(self._plan(), self._plan(price=18.5, name="Other"))
                before = order.amount_total
                self._discount(order, 10.0, recurs)
                self.assertAlmostEqual(order.amount_total, before - 10.0, 2)
                bills = self._bill(self._confirm(order), "2024-01-11")
                self.assertEqual(len(bills), 2)
                paid = sum(bills.mapped("amount_total"))
                self.assertAlmostEqual(paid, order.amount_total, 2)

    def test_beside_what_is_sold_once_an_amount_is_taken_off_to_the_cent(self):
        for recurs in (True, False):
            with self.subTest(recurs=recurs):
                order = self._taxed(self._plan(price=18.0))
                lock = {"product_id": self.product.id, "price_unit": 99.95}
                order.order_line = [Command.create(lock)]
                before = order.amount_total
                self._discount(order, 10.0, recurs)
                self.assertAlmostEqual(order.amount_total, before - 10.0, 2)

    def test_what_an_amount_takes_off_each_time_is_in_whole_cents(self):
        """With globally rounded taxes Odoo's row has all the digits of its fraction."""
        self.company.tax_calculation_rounding_method = "round_globally"
        order = self._taxed(self._plan(alignment="calendar"))
        self._discount(order, 10.0)
        row = order.order_line.filtered(lambda line: line._is_discount())
        self.assertEqual(row.rental_price_unit, round(row.rental_price_unit, 2))

    # === one document, several bills === #

    def test_an_order_comes_to_what_its_invoices_come_to(self):
        """Where taxes are rounded by document, the order is as many as it will have."""
        self.company.tax_calculation_rounding_method = "round_globally"
        for sharing, total in (("separate", 36.36), ("customer", 36.37)):
            with self.subTest(sharing):
                self.partner_a.rental_invoice_sharing = sharing
                plans = [self._plan(price=10.02, name=name) for name in ("One", "Two")]
                order = self._taxed(*plans)
                once = {"product_id": self.product.id, "price_unit": 10.02}
                order.order_line = [Command.create(once)]
                self.assertAlmostEqual(order.amount_total, total, 2)
                bills = self._bill(self._confirm(order), "2024-01-11")
                bills |= order._create_invoices()
                self.assertEqual(len(bills), 3 if sharing == "separate" else 2)
                self.assertAlmostEqual(sum(bills.mapped("amount_total")), total, 2)

    # === given once === #

    def test_what_comes_once_and_later_counts_its_discounts(self):
        """The fee, less what is given once, with the first invoice after the trial."""
        order = self._taxed(self._plan(setup_fee=12.0, trial_days=7))
        self.assertAlmostEqual(order._get_rental_later(), 12.0)
        self._discount(order, 0.1, recurs=False, kind="so_discount")
        self.assertAlmostEqual(order._get_rental_later(), 12.0 - 4.2)
        self._discount(order, 2.42, recurs=False)
        self.assertAlmostEqual(order._get_rental_later(), 12.0 - 4.2 - 2.0)
        self.assertIn("5.80", order.rental_totals_html)

    def test_a_bill_that_is_given_in_full_comes_to_nothing(self):
        """With taxes in prices, rounded globally, no cent is left of a bill of zero."""
        self.company.tax_calculation_rounding_method = "round_globally"
        self.tax.price_include_override = "tax_included"
        # Rounded line by line, a cent would be left, or given too much.
        for price, other in ((10.03, 20.08), (10.04, 20.02), (10.0, 20.21)):
            with self.subTest(price=price):
                order = self._taxed(*[self._plan(price=price)] * 2)
                order.order_line[1].rental_price_unit = other
                self._discount(order, price + other, recurs=False)
                subscription = self._confirm(order)
                bill = self._bill(subscription, "2024-01-11")
                self.assertEqual(bill.amount_total, 0.0)
                self.assertAlmostEqual(
                    sum(subscription.charge_ids.mapped("amount")), -price - other, 2
                )

    # === covers === #

    def test_a_copied_order_has_its_cover_once(self):
        cover = self._product("Insurance")
        self.product.rental_cover_product_id = cover
        order = self._taxed(self._plan())
        order.order_line.rental_with_cover = True
        order._sync_rental_lines()
        order.order_line.filtered("rental_is_cover").discount = 50.0
        copied = order.copy()
        covers = copied.order_line.filtered("rental_is_cover")
        self.assertEqual(covers.discount, 50.0)
        self.assertEqual(covers.linked_line_id, copied.order_line - covers)
        self.assertEqual(copied.amount_total, order.amount_total)
        self.assertEqual(len(self._confirm(copied).line_ids), 2)
