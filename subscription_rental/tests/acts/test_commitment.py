from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError

from ..common import SubscriptionCommon


class TestCommitment(SubscriptionCommon):
    """A minimum term, and the fee for leaving before it is over (PL13)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_currency = cls.setup_other_currency("CAD", rates=[("2020-01-01", 2.0)])

    def _committed(self, **values):
        plan = self._plan(
            **{"commitment_count": 12, "early_fee_rule": "remaining", **values}
        )
        subscription = self._subscription(plan_id=plan.id)
        self._bill(subscription, "2024-01-01")
        return subscription

    def _dialog(self, subscription, **values):
        return self.env["subscription.cancel.dialog"].create(
            {
                "subscription_id": subscription.id,
                "when": "now",
                "reason": "Moved away",
                **values,
            }
        )

    def test_the_commitment_ends_after_its_intervals(self):
        self.assertEqual(str(self._committed().commitment_end), "2025-01-01")

    def test_a_part_of_what_is_left_is_charged_at_once(self):
        subscription = self._committed(early_fee_percent=50.0)
        # January is paid: eleven months of 30.00 are left.
        subscription._cancel(date(2024, 1, 15))
        self.assertEqual(subscription.charge_ids.amount, 165.0)
        self.assertEqual(subscription.charge_ids.state, "invoiced")
        self.assertEqual(subscription.amount_invoiced, 195.0)

    def test_a_fixed_fee_is_in_the_currency_of_the_subscription(self):
        plan = self._plan(commitment_count=3, early_fee_rule="fixed", early_fee=80.0)
        subscription = self._draft(plan_id=plan.id, currency_id=self.other_currency.id)
        self.assertEqual(subscription.early_fee, 160.0)

    def test_in_arrears_the_days_used_are_billed_and_the_rest_is_the_fee(self):
        plan = self._plan(
            31.0,
            billing_timing="arrears",
            commitment_count=2,
            early_fee_rule="remaining",
        )
        subscription = self._subscription(plan_id=plan.id)
        subscription._cancel(date(2024, 1, 11))
        invoice = self._bill(subscription, "2024-01-11")
        amounts = sorted(invoice.invoice_line_ids.mapped("price_subtotal"))
        # Ten days of January; 21 of its days and February are left.
        self.assertEqual(amounts, [10.0, 52.0])

    def test_after_the_minimum_term_and_in_the_trial_leaving_is_free(self):
        subscription = self._committed()
        self.assertEqual(subscription._get_early_fee(date(2025, 1, 1)), 0.0)
        plan = self._plan(
            trial_days=30, commitment_count=12, early_fee_rule="fixed", early_fee=50.0
        )
        trial = self._subscription(plan_id=plan.id)
        self.assertEqual(trial._get_early_fee(date(2024, 1, 30)), 0.0)
        self.assertEqual(trial._get_early_fee(date(2024, 1, 31)), 50.0)

    @freeze_time("2024-01-15 12:00:00")
    def test_the_dialog_shows_what_follows(self):
        subscription = self._committed()
        dialog = self._dialog(subscription)
        self.assertEqual(dialog.early_fee, 330.0)
        self.assertEqual(dialog.amount_unbilled, 0.0)
        self.assertEqual(dialog.paid_until, "01/31/2024")
        dialog.action_cancel()
        self.assertEqual(subscription.state, "cancelled")
        self.assertEqual(subscription.amount_invoiced, 30.0 + 330.0)
        self.assertIn("Moved away", "".join(subscription.message_ids.mapped("body")))

    @freeze_time("2024-02-11 12:00:00")
    def test_the_dialog_counts_the_days_that_are_not_billed(self):
        plan = self._plan(29.0, billing_timing="arrears")
        subscription = self._subscription(plan_id=plan.id)
        dialog = self._dialog(subscription)
        # All of January, and ten days of the 29 of February.
        self.assertEqual(dialog.amount_unbilled, 39.0)
        dialog.action_cancel()
        invoices = self._bill(subscription, "2024-02-11")
        self.assertEqual(sum(invoices.mapped("amount_untaxed")), 39.0)

    @freeze_time("2024-01-15 12:00:00")
    def test_the_fee_can_be_waived(self):
        subscription = self._committed()
        self._dialog(subscription, waive_fee=True).action_cancel()
        self.assertFalse(subscription.charge_ids)

    def test_a_dialog_of_yesterday_is_refused(self):
        subscription = self._committed()
        with freeze_time("2024-01-15 12:00:00"):
            dialog = self._dialog(subscription)
        with (
            freeze_time("2024-01-16 12:00:00"),
            self.assertRaisesRegex(UserError, "open it again"),
        ):
            dialog.action_cancel()
        self.assertEqual(subscription.state, "active")

    def test_a_minimum_term_longer_than_the_term_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "longer than the term"):
            self._plan(term_count=6, commitment_count=12)

    def test_the_agreed_fee_is_frozen(self):
        subscription = self._committed()
        subscription.plan_id.early_fee_percent = 10.0
        self.assertEqual(subscription.early_fee_percent, 100.0)
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            subscription.early_fee_percent = 10.0
