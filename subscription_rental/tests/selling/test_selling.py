from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from ..common_selling import SellingCommon


@freeze_time("2024-01-10 12:00:00")
class TestSelling(SellingCommon):
    """An order with plans: what it asks for, and what it makes (SE1, SE2, SE7, PL10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helmet = cls._product("Helmet")
        cls.waiver = cls._product("Waiver")
        cls.product.product_tmpl_id.rental_cover_product_id = cls.waiver

    # === the quotation === #

    def test_a_line_costs_the_plans_price_and_the_first_period_is_due(self):
        order = self._rental()
        line = order.order_line
        self.assertEqual((line.rental_price_unit, line.price_unit), (30.0, 30.0))
        self.assertEqual(order.amount_total, 30.0)

    def test_what_is_paid_later_is_not_due_at_the_signing(self):
        later = {
            "trial": self._plan(trial_days=14),
            "arrears": self._plan(billing_timing="arrears"),
            "handover": self._plan(start_on_handover=True),
        }
        for name, plan in later.items():
            with self.subTest(name):
                line = self._rental(plan).order_line
                self.assertEqual((line.price_unit, line.rental_price_unit), (0.0, 30.0))
        order = self._rental()
        order.rental_date_start = date(2024, 3, 1)
        self.assertEqual(order.amount_total, 0.0)

    def test_an_aligned_plan_asks_for_a_part_of_its_first_period(self):
        order = self._rental(self._plan(alignment="calendar"))
        self.assertAlmostEqual(order.amount_total, 21.29)  # 22 of 31 days

    def test_one_off_and_recurring_are_shown_apart(self):
        yearly = self._plan(price=120.0, interval_unit="year", name="Yearly")
        order = self._order(
            (self.helmet, None, {}),
            (self.product, self.plan, {"product_uom_qty": 2}),
            (self.product, yearly, {}),
        )
        self.assertEqual(order.amount_total, 40.0 + 60.0 + 120.0)
        totals = {row["every"]: row["total"] for row in order._get_rental_totals()}
        self.assertEqual(totals, {"every month": 60.0, "every year": 120.0})
        self.assertIn("Then, every", order.rental_totals_html)

    def test_cover_is_a_recurring_line_of_its_own(self):
        order = self._rental(rental_with_cover=True, product_uom_qty=2)
        cover = order.order_line.filtered("rental_is_cover")
        self.assertEqual(cover.product_id, self.waiver)
        self.assertEqual((cover.product_uom_qty, cover.rental_price_unit), (2.0, 40.0))
        line = order.order_line - cover
        order.write({"order_line": [Command.update(line.id, {"product_uom_qty": 3})]})
        self.assertEqual(cover.product_uom_qty, 3.0)
        order.write({"order_line": [Command.update(line.id, {"rental_with_cover": False})]})
        self.assertFalse(cover.exists())

    def test_setup_fee_and_deposit_come_along_once(self):
        plan = self._plan(setup_fee=25.0, setup_fee_product_id=self.fee.id, deposit=100.0)
        self.product.product_tmpl_id.rental_deposit = 50.0
        order = self._rental(plan, product_uom_qty=2)
        by_kind = order.order_line.grouped("rental_kind")
        self.assertEqual(by_kind["setup_fee"].price_unit, 25.0)
        self.assertEqual(by_kind["deposit"].price_total, 200.0)
        self.assertFalse(by_kind["deposit"].tax_ids)
        line = order.order_line.filtered("is_rental_recurring")
        order.write({"order_line": [Command.update(line.id, {"product_uom_qty": 1})]})
        self.assertEqual(by_kind["deposit"].price_total, 150.0)
        order.write({"order_line": [Command.delete(line.id)]})
        self.assertFalse(order.order_line)

    def test_a_fee_that_is_waived_stays_waived(self):
        plan = self._plan(setup_fee=25.0, setup_fee_product_id=self.fee.id)
        order = self._rental(plan)
        fee = order.order_line.filtered("rental_kind")
        fee.price_unit = 0.0
        order.write({"order_line": [Command.update(fee.id, {"sequence": 5})]})
        self.assertEqual(fee.price_unit, 0.0)
        self.assertEqual(self._confirm(order).setup_fee, 0.0)

    def test_the_form_asks_and_computes(self):
        form = Form(self.env["sale.order"])
        form.partner_id = self.partner_a
        with form.order_line.new() as line:
            line.product_id = self.product
            line.rental_plan_id = self.plan
            self.assertEqual(line.rental_price_unit, 30.0)
            line.rental_price_unit = 28.0
            self.assertEqual(line.price_unit, 28.0)
        order = form.save()
        self.assertEqual(order.order_line.rental_price_unit, 28.0)

    def test_another_currency_is_converted_once(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].sudo().create(
            {"currency_id": euro.id, "name": "2024-01-01", "rate": 0.5}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id}
        )
        order = self._order((self.product, self.plan, {}), pricelist_id=pricelist.id)
        self.assertEqual(order.order_line.rental_price_unit, 15.0)
        self.assertEqual(self._confirm(order).currency_id, euro)

    # === confirming === #

    def test_confirming_makes_one_for_each_plan(self):
        yearly = self._plan(price=120.0, interval_unit="year", name="Yearly")
        order = self._order(
            (self.helmet, None, {}),
            (self.product, self.plan, {"product_uom_qty": 2, "rental_with_cover": True}),
            (self.product, yearly, {"discount": 10.0}),
        )
        monthly, other = self._confirm(order).sorted("recurring_amount", reverse=True)
        self.assertEqual(monthly.recurring_amount, 60.0 + 80.0)
        self.assertEqual(other.recurring_amount, 108.0)
        self.assertEqual(monthly.mapped("state"), ["active"])
        self.assertEqual(
            monthly.line_ids.sale_line_id,
            order.order_line.filtered(lambda line: line.rental_plan_id == self.plan),
        )

    def test_quantity_zero_makes_nothing(self):
        order = self._rental(product_uom_qty=0)
        self.assertFalse(self._confirm(order))

    def test_an_archived_plan_is_refused(self):
        order = self._rental()
        self.plan.active = False
        with self.assertRaisesRegex(UserError, "is archived"):
            order.action_confirm()

    def test_confirming_again_after_a_cancellation_makes_new_ones(self):
        plan = self._plan(start_on_handover=True)
        order = self._rental(plan)
        first = self._confirm(order)
        with self.assertRaises(UserError):
            order.action_confirm()
        order._action_cancel()
        self.assertEqual(first.state, "cancelled")
        order.action_draft()
        second = self._confirm(order) - first
        self.assertEqual(second.state, "scheduled")

    def test_an_order_whose_subscription_runs_is_not_cancelled(self):
        order = self._rental()
        self._confirm(order)
        with self.assertRaisesRegex(UserError, "cancel it first"):
            order._action_cancel()
        self.assertEqual(order.state, "sale")

    def test_a_quotation_that_is_refused_makes_nothing(self):
        order = self._rental()
        order._action_cancel()
        self.assertFalse(order.rental_subscription_ids)

    def test_taxes_by_hand_stay_and_others_are_the_products(self):
        tax = self.tax_sale_a
        order = self._rental()
        order.order_line.tax_ids = tax.copy({"name": "Other"})
        self.assertTrue(self._confirm(order).line_ids.tax_ids)
        order = self._order((self.product, self.plan, {}))
        own = self.product.taxes_id._filter_taxes_by_company(self.company)
        order.order_line.tax_ids = own
        self.assertFalse(self._confirm(order).line_ids.tax_ids)

    def test_the_customer_is_told_unless_switched_off(self):
        self.partner_a.email = "a@example.com"
        subscription = self._confirm(self._rental())
        mail = self.env["mail.mail"].search([("res_id", "=", subscription.id)])
        self.assertIn(subscription.name, mail.subject)
        self.company.subscription_confirmation_mail = False
        subscription = self._confirm(self._rental())
        self.assertFalse(self.env["mail.mail"].search([("res_id", "=", subscription.id)]))

    # === core's ways to invoice or to owe a line === #

    def test_the_order_invoices_the_one_off_part_only(self):
        order = self._order((self.helmet, None, {}), (self.product, self.plan, {}))
        self._confirm(order)
        self.assertEqual(order.invoice_status, "to invoice")
        self.assertEqual(order.amount_to_invoice, 40.0)
        rental = order.order_line.filtered("rental_plan_id")
        self.assertEqual(rental.qty_to_invoice, 0.0)
        self.assertEqual(rental.untaxed_amount_to_invoice, 0.0)
        invoice = order._create_invoices(final=True)
        self.assertEqual(invoice.amount_untaxed, 40.0)
        self.assertEqual(order.invoice_status, "invoiced")

    def test_an_order_of_plans_only_has_nothing_to_invoice(self):
        order = self._rental()
        self._confirm(order)
        self.assertEqual(order.invoice_status, "invoiced")
        with self.assertRaises(UserError):
            order._create_invoices()

    def test_forcing_the_policy_leaves_recurring_lines_out(self):
        order = self._order((self.helmet, None, {}), (self.product, self.plan, {}))
        self._confirm(order)
        order._force_lines_to_invoice_policy_order()
        rental = order.order_line.filtered("rental_plan_id")
        self.assertEqual(rental.qty_to_invoice, 0.0)

    def test_a_down_payment_is_a_part_of_the_one_off_part(self):
        order = self._order((self.helmet, None, {}), (self.product, self.plan, {}))
        self._confirm(order)
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "percentage",
                "amount": 50.0,
            }
        )
        invoice = wizard._create_invoices(order)
        self.assertEqual(invoice.amount_untaxed, 20.0)

    def test_the_credit_limit_counts_no_recurring_line_twice(self):
        self.company.account_use_credit_limit = True
        order = self._order((self.helmet, None, {}), (self.product, self.plan, {}))
        self._confirm(order)
        self.assertEqual(self.partner_a.credit_to_invoice, 40.0)

    def test_period_invoices_do_not_touch_the_order(self):
        order = self._rental()
        subscription = self._confirm(order)
        invoice = self._bill(subscription, "2024-01-10")
        self.assertFalse(invoice.invoice_line_ids.sale_line_ids)
        self.assertEqual(order.order_line.qty_invoiced, 0.0)
