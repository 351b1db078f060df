from datetime import date

from odoo import Command
from odoo.tests import tagged

from ..common import SubscriptionCommon


@tagged("post_install", "-at_install")
class TestShown(SubscriptionCommon):
    """Amounts that are shown, before taxes and with them (A11, A22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = {
            mode: cls.env["account.tax"].create(
                {"name": f"21 % {mode}", "amount": 21.0, "price_include_override": mode}
            )
            for mode in ("tax_included", "tax_excluded")
        }
        cls.partner_a.write({"is_company": False, "vat": False})

    def _taxed(self, mode, price, **values):
        """Return an active subscription of one product whose price has taxes by `mode`."""
        self.product.taxes_id = self.taxes[mode]
        return self._subscription(
            plan_id=self._plan(price=price, setup_fee=12.1, **values).id
        )

    def test_what_is_before_taxes_is_before_taxes_where_prices_include_them(self):
        one = self._taxed("tax_included", 121.0)
        self.assertEqual(one.line_ids.price_subtotal, 100.0)
        self.assertEqual(one.recurring_amount, 100.0)
        self.assertEqual(one.mrr, 100.0)
        self.assertEqual(one.recurring_total, 121.0)
        fee = one.charge_ids._get_taxed(12.1)[0]
        self.assertEqual(one.next_amount, 100.0 + float(fee))
        invoice = self._bill(one, "2024-01-01")
        self.assertEqual(invoice.amount_untaxed, 100.0 + float(fee))
        self.assertEqual(one.amount_invoiced, invoice.amount_untaxed)

    def test_a_change_is_before_taxes_where_prices_include_them(self):
        one = self._taxed("tax_included", 121.0)
        self._bill(one, "2024-01-01")
        self.company.subscription_tz = "UTC"
        dialog = self.env["subscription.change.dialog"].create(
            {"subscription_id": one.id, "when": "now"}
        )
        self.assertEqual(dialog.amount_before, 100.0)
        self.assertEqual(dialog.amount_after, 100.0)
        dialog.line_ids.quantity = 2.0
        self.assertEqual(dialog.line_ids.price_subtotal, 200.0)
        self.assertEqual(dialog.amount_after, 200.0)

    def test_consumers_are_shown_prices_with_taxes(self):
        one = self._taxed("tax_excluded", 30.0)
        self.assertTrue(one._shows_taxes())
        self.assertEqual(one._get_customer_price(), 36.3)
        invoice = self._bill(one, "2024-01-01")
        one.invalidate_recordset()
        self.assertIn("36.30", one._get_customer_headline())
        self.assertNotIn("30.00", one._get_customer_headline())
        self.assertIn("30.00", one.headline)
        schedule = str(one._get_customer_schedule())
        self.assertEqual(schedule.count("36.30"), 12)
        self.assertNotIn("30.00", schedule)
        self.assertIn("30.00", str(one.schedule_html))
        following = self._bill(one, "2024-02-01")
        self.assertEqual(following.amount_total, 36.3)
        self.assertGreater(invoice.amount_total, 36.3, "with its setup fee")

    def test_what_the_next_invoice_will_be_with_taxes_is_what_it_is(self):
        one = self._taxed("tax_excluded", 33.33)
        one._add_charge("credit", self.product, -7.77)
        shown = one.next_total
        schedule = str(one._get_customer_schedule())
        for amount in (40.33, shown - 40.33):
            self.assertIn(f"{amount:.2f}", schedule)
        invoice = self._bill(one, "2024-01-01")
        self.assertAlmostEqual(invoice.amount_total, shown, 6)

    def test_each_bill_of_the_schedule_has_what_is_left_of_a_credit(self):
        one = self._taxed("tax_excluded", 33.33)
        one._add_charge("credit", self.product, -97.77)
        shown = [row["amount"] + row["charges"] for row in one._get_schedule(5)]
        taxed = str(one._get_customer_schedule())
        due = one._get_due_rows(date(2024, 5, 1))
        self.assertEqual([row["amount"] + row["charges"] for row in due], shown)
        self.assertEqual(shown[1], 0.0, "the credit takes all of the second, too")
        months = [date(2024, month, 1) for month in range(1, 6)]
        invoices = [self._bill(one, str(month)) for month in months]
        for invoice, amount in zip(invoices, shown, strict=True):
            self.assertAlmostEqual(invoice.amount_untaxed, amount, 2)
        self.assertTrue(0 < shown[2] < 33.33 == shown[3])
        credited = [40.33 - invoice.amount_total for invoice in invoices[1:3]]
        for amount in credited:
            self.assertIn(f"-{amount:.2f}", taxed.replace("\ufeff", ""))

    def test_companies_are_shown_prices_before_taxes_unless_the_setting_differs(self):
        one = self._taxed("tax_excluded", 30.0)
        for rule, is_company, shown in (
            ("consumers", True, 30.0),
            ("consumers", False, 36.3),
            ("included", True, 36.3),
            ("excluded", False, 30.0),
        ):
            with self.subTest(rule=rule, is_company=is_company):
                self.company.subscription_prices_shown = rule
                self.partner_a.is_company = is_company
                self.assertEqual(one._get_customer_price(), shown)

    def test_a_customer_sees_the_cost_of_a_change_with_taxes(self):
        other = self._plan(price=60.0)
        one = self._taxed("tax_excluded", 30.0, portal_plan_ids=[Command.set(other.ids)])
        self._bill(one, "2024-01-01")
        dialog = one._create_portal_dialog("change", {"plan_id": other.id})
        self.assertEqual((dialog.amount_before, dialog.amount_after), (36.3, 72.6))

    def test_the_contract_and_the_confirmation_say_it_with_taxes(self):
        one = self._taxed("tax_excluded", 30.0)
        template = self.env.ref("subscription_rental.mail_template_confirmation")
        body = template._render_field("body_html", one.ids)[one.id]
        self.assertIn("36.30", body)
        self.assertIn("with taxes", body)
        report = (
            self.env["ir.actions.report"]
            ._render_qweb_html("subscription_rental.report_contract", one.ids)[0]
            .decode()
        )
        self.assertIn("36.30", report)

    def test_the_confirmation_says_each_price_and_the_season(self):
        one = self._draft()
        one.line_ids.phases = "2 x -50%"
        one.closed_in_7 = True
        one._start(one.date_start)
        template = self.env.ref("subscription_rental.mail_template_confirmation")
        body = template._render_field("body_html", one.ids)[one.id]
        self.assertRegex(body, r"17\.25 up to 02/29/2024, then .*34\.50")
        self.assertIn("Billed only in: January", body)
