from odoo.tests import freeze_time

from ..common_dunning import DunningCommon

MONTHS = [f"2024-0{month}-01" for month in range(1, 9)]


@freeze_time("2024-01-01 12:00:00")
class TestPaidAhead(DunningCommon):
    """Six months paid ahead, by one transfer: the next six invoices use it (BI17)."""

    def setUp(self):
        super().setUp()
        self.company.subscription_dunning_policy_id = self._policy((3, "remind"))

    def _live_through(self, subscription):
        """Bill, collect and dun on the days of eight months; return the invoices."""
        invoices = self.env["account.move"]
        for month in MONTHS:
            with freeze_time(f"{month} 12:00:00"):
                invoices |= self._bill(subscription, month)
            for day in ("01", "02", "05", "20"):
                iso = f"{month[:8]}{day}"
                with freeze_time(f"{iso} 12:00:00"):
                    self._collect(iso)
                    self._dun(iso)
        return invoices

    def _raise_price(self, subscription, day):
        """Let the price be 6.00 dearer from `day` on."""
        line = subscription.line_ids
        line._replace(self._day(day), price_unit=line.price_unit + 6.0)

    def _charges(self):
        charges = self.env["payment.transaction"].sudo()
        return charges.search([("rental_outcome", "!=", False)], order="id")

    def test_six_invoices_are_paid_by_it_and_the_others_charged(self):
        subscription = self._collected()
        self._on_account(6 * subscription._get_customer_price())
        invoices = self._live_through(subscription)
        self.assertEqual(set(invoices.mapped("payment_state")), {"paid"})
        charged = self._charges().mapped("rental_invoice_id")
        self.assertEqual(charged, invoices[6:])
        self.assertFalse(subscription.dunning_case_ids)

    def test_without_a_method_the_reminders_begin_with_the_seventh(self):
        self.plan.invoice_mode = "post"
        subscription = self._subscription()
        self._on_account(6 * subscription._get_customer_price())
        invoices = self._live_through(subscription)
        states = invoices.mapped("payment_state")
        self.assertEqual(states, ["paid"] * 6 + ["not_paid"] * 2)
        self.assertEqual(subscription.dunning_case_ids.move_id, invoices[6:])

    def test_a_price_that_rises_in_between_uses_it_up_earlier_to_the_cent(self):
        subscription = self._collected()
        before = subscription._get_customer_price()
        payment = self._on_account(6 * before)
        self._raise_price(subscription, "2024-04-01")
        invoices = self._live_through(subscription)
        after = invoices[3].amount_total
        self.assertGreater(after, before)
        self.assertEqual(set(invoices.mapped("payment_state")), {"paid"})
        charges = self._charges()
        # Three dearer months use up more: the sixth is paid in part, the rest is charged.
        left = 6 * before - 3 * before - 2 * after
        self.assertEqual(charges.rental_invoice_id, invoices[5:])
        self.assertAlmostEqual(charges[0].amount, after - left)
        self.assertFalse(subscription.dunning_case_ids)
        receivable = payment.move_id.line_ids.filtered(
            lambda line: line.account_id == payment.destination_account_id
        )
        self.assertTrue(receivable.reconciled)
