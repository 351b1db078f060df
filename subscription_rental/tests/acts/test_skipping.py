from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from ..common import SubscriptionCommon

SUMMER = range(4, 11)


class TestSkipping(SubscriptionCommon):
    """A period is skipped, or out of season: what is left out costs nothing (LC11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rental = cls._subscription()
        cls._bill(cls.rental, "2024-01-01")

    def _dialog(self, day=None, rental=None):
        values = {"subscription_id": (rental or self.rental).id}
        with freeze_time("2024-01-09 12:00:00"):
            return self.env["subscription.skip.dialog"].create(
                values | ({"day": day} if day else {})
            )

    def _skip(self, day=None, rental=None):
        dialog = self._dialog(day, rental)
        with freeze_time("2024-01-09 12:00:00"):
            dialog.action_skip()
        return dialog

    def _seasonal(self, **values):
        months = {f"closed_in_{month}": month not in SUMMER for month in range(1, 13)}
        return self._plan(name="Summer", **months, **values)

    def _get_billed(self, day, rental=None):
        return self._bill(rental or self.rental, day).mapped("amount_untaxed")

    # === one period === #

    def test_the_next_period_is_skipped(self):
        dialog = self._skip()
        self.assertEqual(dialog.amount_shown, 30.0)
        self.assertEqual(self.rental.next_invoice_date, date(2024, 3, 1))
        self.assertEqual(self.rental.next_amount, 30.0)
        self.assertEqual(self._get_billed("2024-02-01"), [])
        self.assertEqual(self._get_billed("2024-03-01"), [30.0])
        self.assertBilled(self.rental, "2024-01-01", "2024-03-01")
        self.assertTiled(self.rental)
        self.assertFalse(self.rental._get_ledger_difference())

    def test_the_schedule_shows_it(self):
        self._skip("2024-03-10")
        rows = self.rental._get_schedule(3)
        self.assertEqual([row["amount"] for row in rows], [30.0, 0.0, 30.0])
        self.assertEqual([row["note"] for row in rows], ["", "Skipped", ""])
        self.assertFalse(rows[1]["billing_date"])
        self.assertIn("Skipped", self.rental.schedule_html)

    def test_it_is_billed_after_all(self):
        self._skip("2024-03-10")
        self.rental.skip_ids.action_bill_again()
        self.assertEqual(self._get_billed("2024-03-01"), [30.0, 30.0])

    def test_what_was_skipped_stays_so(self):
        self._skip()
        self._bill(self.rental, "2024-02-01")
        with self.assertRaises(UserError):
            self.rental.skip_ids.action_bill_again()
        self.assertEqual(self.rental.next_period_start, date(2024, 3, 1))

    def test_what_is_billed_or_skipped_or_over_is_not_skipped(self):
        self._skip("2024-03-10")
        for day, sentence in (
            ("2024-01-20", "billed up to there"),
            ("2024-03-20", "skipped already"),
            ("2150-01-01", "two years"),
        ):
            dialog = self._dialog(day)
            self.assertIn(sentence, dialog.problem)
            with freeze_time("2024-01-09 12:00:00"), self.assertRaises(UserError):
                dialog.action_skip()
        self.assertEqual(len(self.rental.skip_ids), 1)

    def test_charges_that_wait_come_with_the_next_bill(self):
        self._skip()
        self.rental._add_charge("setup_fee", self.product, 12.0)
        self.assertEqual(self._get_billed("2024-02-01"), [])
        self.assertEqual(self._get_billed("2024-03-01"), [42.0])

    def test_in_arrears(self):
        self.rental = self._subscription(plan_id=self._plan(billing_timing="arrears").id)
        self._skip("2024-01-20", self.rental)
        self.assertEqual(self._get_billed("2024-02-01"), [])
        self.assertEqual(self._get_billed("2024-03-01"), [30.0])

    def test_a_change_in_a_skipped_period_costs_nothing(self):
        self._skip()
        self._bill(self.rental, "2024-02-01")
        with freeze_time("2024-02-10 12:00:00"):
            dialog = self.env["subscription.change.dialog"].create(
                {"subscription_id": self.rental.id}
            )
            dialog.line_ids.quantity = 2.0
            self.assertEqual(dialog.amount_total, 0.0)
            dialog.action_change()
        self.assertEqual(self._get_billed("2024-03-01"), [60.0])

    def test_the_skipped_days_move_with_their_period(self):
        self._skip("2024-03-10")
        with freeze_time("2024-01-09 12:00:00"):
            self.env["subscription.billing.day.dialog"].create(
                {"subscription_id": self.rental.id, "first_day": "2024-02-15"}
            ).action_move()
        # The period of 1 March is now that from 15 February on.
        notes = [row["note"] for row in self.rental._get_schedule(3)]
        self.assertEqual(notes, ["14 of 29 days", "Skipped", ""])

    # === seasons === #

    def test_only_months_of_the_season_are_billed(self):
        rental = self._subscription("2024-09-01", plan_id=self._seasonal().id)
        days = ("2024-09-01", "2024-10-01", "2024-11-01", "2025-03-01", "2025-04-01")
        billed = [self._get_billed(day, rental) for day in days]
        self.assertEqual(billed, [[30.0], [30.0], [], [], [30.0]])
        self.assertBilled(rental, "2024-09-01", "2024-10-01", "2025-04-01")
        self.assertTiled(rental)
        self.assertFalse(rental._get_ledger_difference())

    def test_out_of_season_the_next_invoice_is_the_first_of_the_next(self):
        rental = self._subscription("2024-10-01", plan_id=self._seasonal().id)
        self._bill(rental, "2024-10-01")
        self.assertEqual(rental.next_invoice_date, date(2025, 4, 1))
        self.assertEqual(rental.next_amount, 30.0)
        notes = [row["note"] for row in rental._get_schedule(7)]
        self.assertEqual(notes, ["Out of season"] * 5 + [""] * 2)

    def test_long_winters_are_no_backlog(self):
        rental = self._subscription("2024-10-01", plan_id=self._seasonal().id)
        self._bill(rental, "2024-10-01")
        self.company.subscription_backlog_limit = 3
        self.assertEqual(self._get_billed("2025-04-01", rental), [30.0])

    def test_a_month_of_the_year_counts_by_its_part(self):
        rental = self._subscription("2024-05-01", plan_id=self._seasonal().id)
        self.assertEqual(rental.mrr, 17.5)

    def test_another_plan_holds_from_the_next_period_on(self):
        rental = self._subscription("2024-10-01", plan_id=self._seasonal().id)
        for day in ("2024-10-01", "2024-11-01", "2024-12-01"):
            self._bill(rental, day)
        with freeze_time("2024-12-10 12:00:00"):
            self.env["subscription.change.dialog"].create(
                {"subscription_id": rental.id, "plan_id": self.plan.id}
            ).action_change()
        self.assertFalse(rental.is_seasonal)
        self.assertEqual(self._get_billed("2025-01-01", rental), [30.0])

    def test_the_plan_says_it(self):
        plan = self._seasonal()
        self.assertIn("billed in April", plan._get_offer_sentence())
        self.assertIn(("Season", plan._get_season_sentence()), plan._get_law_rows())
        self.assertIn("October", plan._get_season_sentence())

    def test_a_season_has_months_and_short_intervals(self):
        none = {f"closed_in_{month}": True for month in range(1, 13)}
        with self.assertRaisesRegex(ValidationError, "Choose a month"):
            self._plan(**none)
        with self.assertRaisesRegex(ValidationError, "shorter interval"):
            self._seasonal(interval_unit="year")
        with self.assertRaisesRegex(ValidationError, "First Payment"):
            self._seasonal(start_on_payment=True)

    def test_a_pause_into_a_skipped_period_leaves_its_rest_skipped(self):
        """Billed five days ahead, it was left out already when the pause began."""
        self.rental = self._subscription(plan_id=self._plan(invoice_lead_days=5).id)
        self._bill(self.rental, "2024-01-01")
        self._skip("2024-02-01", self.rental)
        self._bill(self.rental, "2024-01-27")
        self.assertEqual(self.rental.next_period_start, date(2024, 3, 1))
        self.rental._pause(date(2024, 1, 29), rule="credited")
        self.rental._resume(date(2024, 2, 10))
        self._bill(self.rental, "2024-02-25")
        self.assertBilled(self.rental, "2024-01-01", "2024-03-01")
        self.assertTiled(self.rental)
        self.assertFalse(self.rental._get_ledger_difference())

    # === what else follows from it === #

    def test_who_leaves_early_pays_for_no_period_that_is_left_out(self):
        left = {"early_fee_rule": "remaining", "early_fee_percent": 100}
        plan = self._seasonal(commitment_count=12, **left)
        summer = self._subscription("2024-04-01", plan_id=plan.id)
        self._bill(summer, "2024-04-01")
        self.assertEqual(summer._get_early_fee(date(2024, 4, 10)), 6 * 30.0)
        plan = self._plan(commitment_count=6, **left)
        rental = self._subscription(plan_id=plan.id)
        self._bill(rental, "2024-01-01")
        self._skip("2024-03-05", rental)
        self.assertEqual(rental._get_early_fee(date(2024, 1, 10)), 4 * 30.0)

    def test_a_term_of_a_season_is_worth_its_months(self):
        plan = self._seasonal(term_count=12)
        summer = self._subscription("2024-04-01", plan_id=plan.id)
        self.assertEqual(summer.due_date_ids.amount, 7 * 30.0)

    def _change_plan(self, rental, plan):
        with freeze_time("2024-01-09 12:00:00"):
            return self.env["subscription.change.dialog"].create(
                {"subscription_id": rental.id, "plan_id": plan.id}
            )

    def test_out_of_season_another_interval_shows_no_bill(self):
        yearly = self._plan(price=366.0, interval_unit="year", name="Yearly")
        rental = self._subscription(plan_id=yearly.id)
        self._bill(rental, "2024-01-01")
        dialog = self._change_plan(rental, self._seasonal())
        # 358 of 366 days are given back, and January is not billed.
        self.assertEqual(dialog.amount_shown, -358.0)
        with freeze_time("2024-01-09 12:00:00"):
            dialog.action_change()
        self.assertEqual(rental._get_pending_charges().mapped("amount"), [-358.0])

    def test_another_interval_does_not_begin_before_a_skipped_period(self):
        """A month that is skipped would make a year free."""
        self._skip("2024-02-01")
        yearly = self._plan(price=366.0, interval_unit="year", name="Yearly")
        dialog = self._change_plan(self.rental, yearly)
        self.assertIn("skipped", dialog.problem)
        with freeze_time("2024-01-09 12:00:00"), self.assertRaises(UserError):
            dialog.action_change()
        self.assertEqual(self.rental.interval_unit, "month")
        self.rental.skip_ids.action_bill_again()
        self.assertFalse(self._change_plan(self.rental, yearly).problem)

    def test_another_season_decides_on_no_day_before(self):
        """In arrears January would be billed: it was out of season while it was used."""
        arrears = {"billing_timing": "arrears"}
        winter = self._subscription("2024-01-01", plan_id=self._seasonal(**arrears).id)
        whole = self._plan(name="All the year", **arrears)
        dialog = self._change_plan(winter, whole)
        self.assertIn("change to it on 02/01/2024", dialog.problem)
        with freeze_time("2024-02-01 12:00:00"):
            self._bill(winter, "2024-02-01")
            self.env["subscription.change.dialog"].create(
                {"subscription_id": winter.id, "plan_id": whole.id}
            ).action_change()
        self.assertEqual(self._get_billed("2024-03-01", winter), [30.0])
        self.assertBilled(winter, "2024-02-01")
