from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import SubscriptionCommon


class TestBillingDay(SubscriptionCommon):
    """The billing day of a subscription that runs moves (LC11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rental = cls._subscription()
        cls._bill(cls.rental, "2024-01-01")

    def _dialog(self, first_day, day="2024-01-09", rental=None):
        with freeze_time(f"{day} 12:00:00"):
            return self.env["subscription.billing.day.dialog"].create(
                {"subscription_id": (rental or self.rental).id, "first_day": first_day}
            )

    def _move(self, first_day, day="2024-01-09", rental=None):
        """Move the billing day in the dialog, on `day`; return the dialog."""
        dialog = self._dialog(first_day, day, rental)
        with freeze_time(f"{day} 12:00:00"):
            dialog.action_move()
        return dialog

    def _get_billed(self, day):
        return self._bill(self.rental, day).mapped("amount_untaxed")

    def test_the_bridge_is_billed_by_its_days(self):
        # 14 of 29 days
        self.assertIn("14 of 29 days", self._dialog("2024-02-15").preview_html)
        self.assertEqual(self._move("2024-02-15").amount_shown, 14.48)
        self.assertEqual(self._get_billed("2024-02-01"), [14.48])
        self.assertEqual(self._get_billed("2024-02-15"), [30.0])
        self.assertEqual(self.rental.next_billing_date, date(2024, 3, 15))
        self.assertBilled(self.rental, "2024-01-01", "2024-02-01", "2024-02-15")
        self.assertTiled(self.rental)
        self.assertFalse(self.rental._get_ledger_difference())

    def test_whole_periods_before_it_cost_their_price(self):
        dialog = self._move("2024-03-15")
        self.assertEqual(dialog.amount_shown, 30.0 + 13.55)
        self.assertEqual(self._get_billed("2024-02-01"), [30.0])
        self.assertEqual(self._get_billed("2024-03-01"), [13.55])
        self.assertEqual(self._get_billed("2024-03-15"), [30.0])

    def test_the_schedule_says_what_the_dialog_said(self):
        self._move("2024-02-15")
        rows = self.rental._get_schedule(3)
        self.assertEqual([row["amount"] for row in rows], [14.48, 30.0, 30.0])

    def test_it_moves_back(self):
        before = self.rental.billing_anchor
        self._move("2024-02-15")
        self._move("2024-03-01")
        self.assertEqual(self.rental.billing_anchor, before)
        self.assertFalse(self.rental.former_until)
        self.assertEqual(self._get_billed("2024-02-01"), [30.0])

    def test_it_moves_twice(self):
        self._move("2024-02-15")
        self._move("2024-02-08")
        self.assertEqual(self._get_billed("2024-02-01"), [7.24])
        self.assertEqual(self._get_billed("2024-02-08"), [30.0])

    def test_in_arrears(self):
        self.plan = self._plan(billing_timing="arrears")
        self.rental = self._subscription(plan_id=self.plan.id)
        self._move("2024-01-20", rental=self.rental)
        # 19 of 31 days
        self.assertEqual(self._get_billed("2024-01-20"), [18.39])
        self.assertEqual(self._get_billed("2024-02-20"), [30.0])

    def test_a_change_meanwhile_holds_from_its_day(self):
        """Prices are per the same interval: nothing waits for the new billing day."""
        self._move("2024-02-15")
        with freeze_time("2024-01-20 12:00:00"):
            dialog = self.env["subscription.change.dialog"].create(
                {"subscription_id": self.rental.id}
            )
            dialog.line_ids.quantity = 2.0
            self.assertEqual(dialog.day, date(2024, 1, 20))
            dialog.action_change()
        # 12 of 31 days at 60.00 in place of 30.00, and the bridge for two
        self.assertEqual(self._get_billed("2024-02-01"), [28.97 + 23.23 - 11.61])

    def test_a_pause_that_moves_its_periods_keeps_the_new_day(self):
        self._move("2024-02-15")
        self.rental._pause(date(2024, 1, 13), rule="moved")
        self.rental._resume(date(2024, 1, 20))
        self.assertEqual(self.rental.billing_anchor, date(2024, 2, 15))
        self._bill(self.rental, "2024-02-15")
        self.assertEqual(self.rental.next_billing_date, date(2024, 3, 15))
        self.assertFalse(self.rental._get_ledger_difference())

    def test_what_cannot_be_is_refused_with_a_sentence(self):
        for first_day, sentence in (
            ("2024-01-20", "billed up to there"),
            ("2024-03-01", "begins on that day anyway"),
            ("2025-06-01", "twelve months"),
            ("2150-01-01", "twelve months"),
        ):
            dialog = self._dialog(first_day)
            self.assertIn(sentence, dialog.problem)
            with freeze_time("2024-01-09 12:00:00"), self.assertRaises(UserError):
                dialog.action_move()
        self.assertEqual(self.rental.next_period_start, date(2024, 2, 1))

    def test_an_end_is_not_passed(self):
        self.rental = self._subscription(plan_id=self._plan(term_count=2).id)
        self._bill(self.rental, "2024-01-01")
        self.assertIn("It ends", self._dialog("2024-03-09").problem)
        self._move("2024-02-15", rental=self.rental)
        self.assertEqual(self._get_billed("2024-02-01"), [14.48])
        # 15 of 29 days, of the month that begins on the 15th
        self.assertEqual(self._get_billed("2024-02-15"), [15.52])
        self.assertFalse(self.rental.next_billing_date)

    def test_what_was_billed_meanwhile_is_not_moved(self):
        dialog = self._dialog("2024-02-01")
        dialog = self._dialog("2024-02-15")
        self._bill(self.rental, "2024-02-01")
        with freeze_time("2024-01-09 12:00:00"), self.assertRaises(UserError):
            dialog.action_move()
