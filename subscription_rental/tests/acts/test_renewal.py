from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..common import SubscriptionCommon


class TestRenewal(SubscriptionCommon):
    """PL3, LC5: a term ends, renews by itself, or is renewed in its grace time."""

    def test_a_tacit_renewal_goes_on_interval_by_interval(self):
        plan = self._plan(term_count=2, renewal="automatic")
        subscription = self._subscription(start="2024-01-31", plan_id=plan.id)
        for day in ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"):
            self._run_job(day)
        self.assertBilled(
            subscription, "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"
        )
        self.assertEqual(subscription.state, "active")
        self.assertEqual(str(subscription.date_end), "2024-05-31")

    def test_a_renewal_may_last_several_intervals(self):
        plan = self._plan(term_count=1, renewal="automatic", renewal_count=6)
        subscription = self._subscription(plan_id=plan.id)
        self._run_job("2024-02-01")
        self.assertEqual(str(subscription.date_end), "2024-08-01")

    def test_a_renewal_is_invoiced_with_its_lead_time(self):
        plan = self._plan(term_count=1, renewal="automatic", invoice_lead_days=10)
        subscription = self._subscription(plan_id=plan.id)
        self._run_job("2024-01-21")
        self.assertEqual(str(subscription.date_end), "2024-02-01")
        self._run_job("2024-01-22")
        self.assertBilled(subscription, "2024-01-01", "2024-02-01")

    def test_a_term_whose_end_a_pause_moved_is_renewed_from_that_end(self):
        """The paid days came later, and a renewal adds a term all the same."""
        plan = self._plan(300.0, interval_unit="year", term_count=1, renewal="automatic")
        subscription = self._subscription("2025-01-01", plan_id=plan.id)
        self._bill(subscription, "2025-01-01")
        subscription._pause(date(2025, 3, 1), rule="moved")
        subscription._resume(date(2025, 3, 11))
        self.assertEqual(str(subscription.date_end), "2026-01-11")
        self._run_job("2025-03-11")
        with freeze_time("2025-12-01"):
            price = subscription._get_renewed_price()
        self.assertEqual(price, subscription.recurring_total)
        self._run_job("2026-01-11")
        self.assertEqual(str(subscription.date_end), "2027-01-11")
        self.assertEqual(str(subscription._get_term_start()), "2026-01-11")
        self._run_job("2026-03-11")
        # Two years in all, but for the days of the pause.
        billed = subscription.amount_invoiced + sum(
            subscription._get_pending_charges().mapped("amount")
        )
        self.assertAlmostEqual(billed, 600.0)

    def test_a_late_job_renews_what_it_missed(self):
        plan = self._plan(term_count=1, renewal="automatic")
        subscription = self._subscription(plan_id=plan.id)
        self._run_job("2024-03-05")
        self.assertBilled(subscription, "2024-01-01", "2024-02-01", "2024-03-01")

    def test_months_of_a_pause_are_not_billed_after_a_renewal(self):
        plan = self._plan(term_count=1, renewal="automatic")
        subscription = self._subscription(plan_id=plan.id)
        self._run_job("2024-01-01")
        with freeze_time("2024-01-20 12:00:00"):
            subscription.action_pause()
        self._run_job("2024-04-01")
        with freeze_time("2024-05-01 12:00:00"):
            subscription.action_resume()
        self._run_job("2024-05-01")
        self.assertBilled(subscription, "2024-01-01", "2024-05-01")
        self.assertTiled(subscription)

    def test_months_of_a_pause_are_not_billed_by_a_late_renewal(self):
        plan = self._plan(term_count=1, grace_days=90)
        subscription = self._subscription(plan_id=plan.id)
        self._run_job("2024-01-01")
        with freeze_time("2024-01-20 12:00:00"):
            subscription.action_pause()
        with freeze_time("2024-03-10 12:00:00"):
            subscription.action_resume()
        subscription._renew(3)
        self._run_job("2024-03-10")
        self.assertBilled(subscription, "2024-01-01", "2024-03-10")
        self.assertTiled(subscription)

    def test_in_its_grace_time_it_can_be_renewed(self):
        plan = self._plan(term_count=1, grace_days=10)
        renewed = self._subscription(plan_id=plan.id)
        left = self._subscription(plan_id=plan.id)
        self._run_job("2024-02-10")
        self.assertEqual((renewed.state, left.state), ("active", "active"))
        renewed.action_renew()
        self.assertEqual(str(renewed.next_billing_date), "2024-02-01")
        self._run_job("2024-02-11")
        self.assertBilled(renewed, "2024-01-01", "2024-02-01")
        self.assertEqual(left.state, "finished")

    def test_what_has_no_term_is_not_renewed(self):
        with self.assertRaisesRegex(UserError, "no term to renew"):
            self._subscription().action_renew()

    @freeze_time("2024-01-10 12:00:00")
    def test_a_cancelled_one_does_not_renew(self):
        plan = self._plan(term_count=1, renewal="automatic")
        subscription = self._subscription(plan_id=plan.id)
        subscription.action_cancel()
        self._run_job("2024-02-01")
        self.assertBilled(subscription, "2024-01-01")
        self.assertEqual(subscription.state, "cancelled")

    def test_what_is_scheduled_shows_its_first_invoice(self):
        plan = self._plan(trial_days=10, invoice_lead_days=3)
        subscription = self._draft("2024-03-01", plan_id=plan.id)
        self.assertFalse(subscription.next_invoice_date)
        subscription._activate(date(2024, 2, 1))
        self.assertEqual(str(subscription.next_invoice_date), "2024-03-08")

    def test_what_renews_by_itself_shows_its_next_invoice(self):
        plan = self._plan(term_count=2, renewal="automatic", invoice_lead_days=3)
        subscription = self._subscription(plan_id=plan.id)
        self._bill(subscription, "2024-02-01")
        self.assertFalse(subscription.next_billing_date)
        self.assertEqual(str(subscription.next_invoice_date), "2024-02-27")
        self.assertEqual(subscription.next_amount, 30.0)
        self.assertIn("on 02/27/2024", subscription.headline)
        subscription._stop("paused", date(2024, 2, 10))
        self.assertFalse(subscription.next_invoice_date)


class TestBacklog(SubscriptionCommon):
    """More missed periods than the company allows wait for a person."""

    def test_a_long_backlog_waits_for_its_release(self):
        held, small = self._subscription(), self._subscription(start="2024-03-01")
        run = self._run_job("2024-05-01")
        self.assertBilled(held)
        self.assertBilled(small, "2024-03-01", "2024-04-01", "2024-05-01")
        self.assertTrue(run.failure_ids.is_backlog)
        self.assertIn("5 periods", held.billing_error)
        with freeze_time("2024-05-01 12:00:00"):
            self.assertTrue(held.has_backlog)
            run.failure_ids.action_release()
        self.assertEqual(len(held.period_ids), 5)
        self.assertFalse(held.is_backlog_released or held.billing_error)

    def test_a_release_is_for_one_backlog(self):
        held = self._subscription()
        with freeze_time("2024-05-01 12:00:00"):
            held.action_release_backlog()
        self._run_job("2025-05-01")
        self.assertEqual(len(held.period_ids), 5)

    def test_the_company_may_allow_any_number(self):
        self.company.subscription_backlog_limit = 0
        subscription = self._subscription()
        self._run_job("2024-12-01")
        self.assertEqual(len(subscription.period_ids), 12)

    def test_terms_of_renewal_are_checked(self):
        for values in ({"renewal_count": 0}, {"grace_days": -1}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                self._plan(term_count=1, **values)
