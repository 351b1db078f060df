from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time

from ..common import SubscriptionCommon


class TestPauses(SubscriptionCommon):
    """Pauses, and what becomes of the days that are paid (LC3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rental = cls._subscription()
        cls._bill(cls.rental, "2024-01-01")
        cls.today = date(2024, 1, 13)

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2024-01-13 12:00:00"))

    def _dialog(self, **values):
        form = Form(
            self.env["subscription.pause.dialog"].with_context(
                default_subscription_id=self.rental.id
            )
        )
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def test_nobody_loses_paid_days_unasked(self):
        self.assertEqual(self._dialog().rule, "credited")
        self.plan.portal_pause = "moved"
        self.assertEqual(self._dialog().rule, "moved")

    def test_days_are_lost_if_that_is_said(self):
        form = self._dialog(rule="lost")
        self.assertFalse(form.amount_shown)
        form.save().action_pause()
        self.rental._resume(date(2024, 2, 10))
        self.assertFalse(self.rental.charge_ids)
        # What is left of February is billed: 20 of 29 days.
        invoice = self._bill(self.rental, "2024-02-10")
        self.assertAlmostEqual(invoice.amount_untaxed, 20.69)

    def test_days_are_credited_at_once(self):
        form = self._dialog(rule="credited", at_once=True)
        self.assertAlmostEqual(form.amount_shown, -18.39)
        form.save().action_pause()
        refund = self.rental.charge_ids.move_line_id.move_id
        self.assertAlmostEqual(refund.amount_untaxed, 18.39)
        self.rental._resume(date(2024, 1, 23))
        invoice = self._bill(self.rental, "2024-01-23")
        self.assertAlmostEqual(invoice.amount_untaxed, 8.71)  # 9 of 31 days
        self.assertEqual(self.rental.next_billing_date, date(2024, 2, 1))
        self.assertTiled(self.rental)
        self.assertFalse(self.rental._get_ledger_difference())

    def test_days_are_kept_and_the_end_moves(self):
        plan = self._plan(term_count=6)
        self.rental = self._subscription(plan_id=plan.id)
        self._bill(self.rental, "2024-01-01")
        self._dialog(rule="moved").save().action_pause()
        self.rental._resume(date(2024, 1, 23))
        self.assertEqual(self.rental.date_end, date(2024, 7, 11))
        invoice = self._bill(self.rental, "2024-01-23")
        self.assertAlmostEqual(invoice.amount_untaxed, 30.0 - 18.39)
        self.assertEqual(self.rental.next_billing_date, date(2024, 2, 23))
        self.assertTiled(self.rental)
        self.assertFalse(self.rental._get_ledger_difference())

    def test_resumed_on_the_day_of_the_pause_nothing_is_lost(self):
        self._dialog(rule="credited").save().action_pause()
        self.rental._resume(self.today)
        invoice = self._bill(self.rental, "2024-01-13")
        self.assertAlmostEqual(invoice.amount_untaxed, 0.0)

    def test_the_job_resumes_on_the_agreed_day(self):
        self._dialog(date_resume=date(2024, 2, 10)).save().action_pause()
        self._run_job("2024-02-09")
        self.assertEqual(self.rental.state, "paused")
        self._run_job("2024-02-10")
        self.assertEqual(self.rental.state, "active")
        self.assertBilled(self.rental, "2024-01-01", "2024-02-10")

    def test_a_late_job_resumes_as_of_the_agreed_day(self):
        self._dialog(date_resume=date(2024, 2, 10)).save().action_pause()
        self._run_job("2024-02-25")
        slots = self.rental.period_ids.sorted("date_start")
        self.assertEqual(slots[-1:].date_start, date(2024, 2, 10))

    def test_a_day_that_is_over_is_refused(self):
        with self.assertRaises(ValidationError):
            self._dialog(date_resume=self.today).save().action_pause()
        self.assertEqual(self.rental.state, "active")

    def test_a_year_has_so_many_days_of_pause(self):
        plan = self._plan(pause_max_days=30)
        self.rental = self._subscription(plan_id=plan.id)
        form = self._dialog()
        self.assertEqual(form.days_left, 30)
        with self.assertRaisesRegex(UserError, "30 days a year"):
            self._dialog(date_resume=date(2024, 2, 13)).save().action_pause()
        form.save().action_pause()
        # Open-ended: it resumes when no day is left.
        self.assertEqual(self.rental.date_resume, date(2024, 2, 12))
        self.rental._resume(date(2024, 2, 2))
        self.assertEqual(self.rental._get_pause_days_left(date(2024, 2, 2)), 10)
        self.assertEqual(self.rental._get_pause_days_left(date(2025, 2, 2)), 30)

    def test_a_change_counts_from_what_was_held_across_a_pause(self):
        self._dialog(rule="credited").save().action_pause()
        self.rental._resume(date(2024, 1, 23))
        self._bill(self.rental, "2024-01-23")
        change = self.rental._plan_change(
            [(self.rental.line_ids, {"product_id": self.product.id, "price_unit": 62.0})],
            date(2024, 1, 28),
            policy="daily",
        )
        self.rental._apply_change(change, date(2024, 1, 28), at_once=False)
        slots = self.rental._get_billed_slots()
        settled = sum(one.net for one in self.rental._get_settled(slots).values())
        held = 11.61 + 4.84 + 8.0  # 12 and 5 days at 30, 4 days at 62
        self.assertAlmostEqual(float(settled), held)

    def test_a_pause_that_is_taken_back_the_same_day_never_was(self):
        """A18: no bill of 0.00 with a credit and the same amount again."""
        for rule in ("credited", "moved", "lost"):
            with self.subTest(rule):
                rental = self._subscription()
                self._bill(rental, "2024-01-01")
                before = rental.period_ids.read(["date_start", "date_end", "kind"])
                rental._pause(self.today, rule=rule)
                rental._resume(self.today)
                rental.invalidate_recordset()
                self.assertEqual(rental.state, "active")
                self.assertFalse(rental._get_pending_charges())
                after = rental.period_ids.read(["date_start", "date_end", "kind"])
                self.assertEqual(after, before)
                self.assertEqual(str(rental.next_billing_date), "2024-02-01")
                self.assertFalse(self._bill(rental, "2024-01-13"))
                self.assertEqual(self._bill(rental, "2024-02-01").amount_untaxed, 30.0)
                self.assertTiled(rental)

    def test_it_can_be_paused_again_after_that(self):
        self.rental._pause(self.today, rule="credited")
        self.rental._resume(self.today)
        self.rental._pause(self.today, rule="credited")
        self.rental._resume(date(2024, 2, 10))
        self.assertAlmostEqual(
            sum(self.rental.charge_ids.filtered("period_id").mapped("amount")),
            -18.39 * 2,
            msg="one was given up, one counts",
        )
        waiting = self.rental._get_pending_charges()
        self.assertAlmostEqual(waiting.amount, -18.39)
        self.assertTiled(self.rental)

    def test_a_pause_that_was_credited_at_once_is_not_undone(self):
        self.rental._pause(self.today, rule="credited", at_once=True)
        note = self.rental.charge_ids.move_line_id.move_id
        self.rental._resume(self.today)
        self.assertEqual(note.move_type, "out_refund")
        invoice = self._bill(self.rental, "2024-01-13")
        self.assertAlmostEqual(invoice.amount_untaxed, 18.39)
        self.assertTiled(self.rental)
