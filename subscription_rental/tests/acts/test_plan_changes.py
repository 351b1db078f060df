from datetime import date

from ..common_changes import ChangesCommon


class TestPlanChanges(ChangesCommon):
    """Another plan, of the same or another interval (LC4)."""

    def test_another_plan_of_the_same_interval(self):
        plan = self._plan(price=60.0, name="Gold", commitment_count=6)
        form = self._dialog(plan_id=plan)
        shown = self._change(form)
        self.assertAlmostEqual(shown, -18.39 + 36.77)
        self.assertEqual(self.rental.plan_id, plan)
        self.assertEqual(self.rental.billing_anchor, date(2024, 1, 1))
        self.assertEqual(self.rental.commitment_end, date(2024, 8, 1))
        self.assertEqual(self._bill(self.rental, "2024-02-01").amount_untaxed, 60 + shown)
        self.assertFalse(self.rental._get_ledger_difference())

    def test_another_interval_begins_at_once(self):
        plan = self._plan(price=300.0, name="Yearly", interval_unit="year")
        form = self._dialog(plan_id=plan)
        # 19 of 31 days are given back, and a year begins
        self.assertAlmostEqual(form.amount_shown, 300.0 - 18.39)
        shown = self._change(form)
        invoice = self.rental.period_ids.sorted("date_start")[-1:].move_line_ids.move_id
        self.assertAlmostEqual(invoice.amount_untaxed, shown)
        self.assertEqual(self.rental.next_billing_date, date(2025, 1, 13))
        self.assertBilled(self.rental, "2024-01-01", "2024-01-13")
        self.assertTiled(self.rental)
        self.assertFalse(self.rental._get_ledger_difference())

    def test_another_interval_from_the_next_period(self):
        plan = self._plan(price=300.0, name="Yearly", interval_unit="year")
        self.assertFalse(self._change(self._dialog(plan_id=plan, when="next")))
        self.assertEqual(self._bill(self.rental, "2024-02-01").amount_untaxed, 300.0)
        self.assertEqual(self.rental.next_billing_date, date(2025, 2, 1))

    def test_another_interval_on_the_first_day_takes_its_period_back(self):
        plan = self._plan(price=300.0, name="Yearly", interval_unit="year")
        shown = self._change(self._dialog("2024-01-01", plan_id=plan))
        self.assertAlmostEqual(shown, 270.0)
        self.assertBilled(self.rental, "2024-01-01")
        self.assertFalse(self.rental._get_ledger_difference())

    def _pause(self, first, resumed):
        """Pause and resume on these days, and bill on the second; the rest is credited."""
        self.rental._pause(date.fromisoformat(first), rule="credited")
        self.rental._resume(date.fromisoformat(resumed))
        return self._bill(self.rental, resumed)

    def test_another_interval_begins_after_days_that_were_left_out(self):
        """Also where all of the period costs what comes: nobody held it in a pause."""
        self.rental._write_kept({"proration": "full"})
        self._pause("2024-01-01", "2024-01-08")
        self._pause("2024-01-11", "2024-01-15")
        plan = self._plan(price=14.0, name="Fortnight", interval_unit="week")
        plan.interval_count = 2
        form = self._dialog("2024-01-20", plan_id=plan)
        self.assertEqual(form.day, date(2024, 1, 15))
        self._change(form)
        self.assertEqual(self.rental.billing_anchor, date(2024, 1, 15))
        # 3 days of January at the old price, and the new one's first period.
        self.assertBilled(self.rental, "2024-01-08", "2024-01-15")
        waiting = sum(self.rental._get_pending_charges().mapped("amount"))
        paid = self.rental.amount_invoiced + waiting
        self.assertAlmostEqual(paid, 2.9 + 14.0)
        self.assertTiled(self.rental)

    def test_another_interval_begins_after_the_trial(self):
        plan = self._plan(trial_days=14)
        self.rental = self._subscription(plan_id=plan.id)
        yearly = self._plan(price=300.0, name="Yearly", interval_unit="year")
        form = self._dialog("2024-01-05", plan_id=yearly)
        self.assertEqual(form.day, date(2024, 1, 15))
        self._change(form)
        self.assertFalse(self.rental.amount_invoiced)
        self.assertEqual(self.rental.next_billing_date, date(2024, 1, 15))
        self.assertEqual(self._bill(self.rental, "2024-01-15").amount_untaxed, 300.0)
        self.assertTiled(self.rental)

    def test_settled_at_once_nothing_waits_for_bills_of_another_interval(self):
        self.rental = self._subscription(plan_id=self._plan(366.0, interval_unit="year").id)
        self._bill(self.rental, "2024-01-01")
        monthly = self._plan(31.0, name="Monthly")
        form = self._dialog("2024-01-11", plan_id=monthly, invoicing="now")
        self._change(form)
        self.assertFalse(self.rental._get_pending_charges())
        notes = self.env["account.move"].search(
            [("move_type", "=", "out_refund")], order="id desc", limit=1
        )
        # 356 days are given back: 31 on the month's bill, the rest by a credit note.
        self.assertEqual(notes.amount_untaxed, 356.0 - 31.0)

    def test_going_back_before_another_interval_begins_keeps_the_billing_day(self):
        self.rental = self._subscription("2024-01-31")
        self._bill(self.rental, "2024-01-31")
        monthly = self.rental.plan_id
        yearly = self._plan(price=300.0, name="Yearly", interval_unit="year")
        self._change(self._dialog("2024-02-05", plan_id=yearly, when="next"))
        self.assertEqual(self.rental.billing_anchor, date(2024, 2, 29))
        self._change(self._dialog("2024-02-06", plan_id=monthly, when="next"))
        self.assertFalse(self.rental.former_until)
        self._bill(self.rental, "2024-03-31")
        self.assertBilled(self.rental, "2024-01-31", "2024-02-29", "2024-03-31")

    def test_leaving_while_another_interval_waits_costs_a_part_of_each_price(self):
        yearly = self._plan(
            price=360.0,
            name="Yearly",
            interval_unit="year",
            commitment_count=1,
            early_fee_rule="remaining",
            early_fee_percent=50.0,
        )
        self._change(self._dialog("2024-01-03", plan_id=yearly, when="next"))
        fee = self.rental._get_early_fee(date(2024, 1, 6), credit_unused=True)
        # Half of 26 of 31 days of 30.00, and half of a year.
        self.assertEqual(fee, 12.58 + 180.0)

    def test_arrears_keep_their_interval(self):
        plan = self._plan(billing_timing="arrears")
        self.rental = self._subscription(plan_id=plan.id)
        yearly = self._plan(billing_timing="arrears", interval_unit="year")
        form = self._dialog(plan_id=yearly)
        self.assertIn("keeps its interval", form.problem)
