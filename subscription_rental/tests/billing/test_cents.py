from datetime import date
from itertools import product

from odoo import Command
from odoo.tests import tagged

from ..common import SubscriptionCommon

METHODS = ("round_per_line", "round_globally")
# Pairs of prices whose shares round to another sum than their sum does.
PAIRS = ((32.90, 38.87), (83.99, 17.45), (10.01, 0.05), (29.99, 29.99))


@tagged("post_install", "-at_install")
class TestCents(SubscriptionCommon):
    """What is shown, invoiced and kept in the ledgers is equal to the cent (A23, A25)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = {
            mode: cls.env["account.tax"].create(
                {"name": f"21 % {mode}", "amount": 21.0, "price_include_override": mode}
            )
            for mode in ("tax_included", "tax_excluded")
        }

    def _taxed_lines(self, prices, mode="tax_excluded"):
        """Return an active subscription with a line for each price, taxed with 21 %."""
        products = [self._product(f"Part {price}") for price in prices]
        for part in products:
            part.taxes_id = self.taxes[mode]
        lines = [
            Command.create({"product_id": part.id, "price_unit": price})
            for part, price in zip(products, prices, strict=True)
        ]
        return self._subscription("2026-07-10", line_ids=lines)

    def test_a_credit_larger_than_the_bill_leaves_a_bill_of_zero(self):
        """A23: credits take what the invoice comes to, under both ways of rounding."""
        for method, prices, mode in product(METHODS, PAIRS, self.taxes):
            with self.subTest(method=method, prices=prices, mode=mode):
                self.company.tax_calculation_rounding_method = method
                one = self._taxed_lines(prices, mode)
                self._bill(one, "2026-07-10")
                day = date(2026, 7, 10)
                one._apply_pause(one._plan_pause(day, rule="credited"), day)
                one._resume(date(2026, 8, 6))
                invoice = self._bill(one, "2026-08-06")[:1]
                # Odoo adds up rounded rows where included prices cancel each other.
                crumb = method == "round_globally" and mode == "tax_included"
                self.assertLessEqual(invoice.amount_total, 0.01 if crumb else 0.0)
                self.assertTrue(one._get_pending_charges(), "the rest waits")
                self.assertTiled(one)
                self._check_ledgers(one)

    def test_parts_of_a_period_are_invoiced_as_shown(self):
        """A25: the form, the invoice, the period and the total say the same."""
        for method, prices in product(METHODS, PAIRS):
            with self.subTest(method=method, prices=prices):
                self.company.tax_calculation_rounding_method = method
                one = self._taxed_lines(prices)
                one._write_kept({"date_end": date(2026, 7, 26)})
                one._refresh_billing_date()
                shown = one.next_amount
                invoice = self._bill(one, "2026-07-10")
                self.assertAlmostEqual(invoice.amount_untaxed, shown, 6)
                lines = invoice.invoice_line_ids.mapped("price_subtotal")
                self.assertAlmostEqual(sum(lines), shown, 6)
                self._check_ledgers(one)

    def test_discounts_are_invoiced_as_shown(self):
        """A25: a price with a discount has fractions of cents, too."""
        for method in METHODS:
            with self.subTest(method=method):
                self.company.tax_calculation_rounding_method = method
                one = self._taxed_lines((32.95, 32.95, 32.95))
                one.line_ids.discount = 10.0
                self.assertAlmostEqual(one.recurring_amount, one.next_amount, 6)
                shown = one.next_amount
                invoice = self._bill(one, "2026-07-10")
                self.assertAlmostEqual(invoice.amount_untaxed, shown, 6)
                self._check_ledgers(one)
                one._cancel(date(2026, 7, 10), credit_unused=True)
                note = one._get_portal_invoices() - invoice
                self.assertAlmostEqual(note.amount_total, invoice.amount_total, 6)

    def _check_ledgers(self, one):
        """Check that the periods add up to what the invoices of `one` come to."""
        moves = one._get_portal_invoices()
        invoiced = sum(moves.mapped("amount_untaxed_signed"))
        self.assertAlmostEqual(one.amount_invoiced, invoiced, 6)
        one.period_ids.invalidate_recordset()
        self.assertAlmostEqual(sum(one.period_ids.mapped("amount_invoiced")), invoiced, 6)
