from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..common import SubscriptionCommon

RUN_LOGGER = "odoo.addons.subscription_rental.models.jobs.subscription_job_mixin"
JOB = "odoo.addons.subscription_rental.models.billing.subscription_billing_job"


class TestBillingJob(SubscriptionCommon):
    """BI1, BI2: every due period is invoiced exactly once, whatever one of them does."""

    def test_a_due_period_becomes_one_posted_invoice(self):
        subscription = self._subscription()
        self._run_job("2024-01-01")
        invoice = self.env["account.move"].search(
            [("rental_subscription_ids", "=", subscription.id)]
        )
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(str(invoice.invoice_date), "2024-01-01")
        self.assertEqual(invoice.amount_untaxed, 30.0)
        self.assertBilled(subscription, "2024-01-01")
        self.assertEqual(str(subscription.next_period_start), "2024-02-01")
        self.assertEqual(str(subscription.next_billing_date), "2024-02-01")

    def test_the_cron_bills_what_is_due_today(self):
        subscription = self._subscription(start="2024-03-01")
        cron = self.env.ref("subscription_rental.ir_cron_bill_due_periods")
        with freeze_time("2024-03-01 12:00:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertBilled(subscription, "2024-03-01")

    def test_running_the_job_twice_bills_once(self):
        subscription = self._subscription()
        first = self._run_job("2024-01-01")
        second = self._run_job("2024-01-01")
        self.assertEqual(second, first, "nothing was due: there is no second run")
        self.assertBilled(subscription, "2024-01-01")
        self.assertEqual(subscription.invoice_count, 1)

    def test_missed_periods_are_caught_up_one_invoice_each(self):
        subscription = self._subscription(start="2024-01-31")
        self._run_job("2024-04-01")
        days = ("2024-01-31", "2024-02-29", "2024-03-31")
        self.assertBilled(subscription, *days)
        self.assertTiled(subscription)
        self.assertEqual(subscription.invoice_count, 3)
        self.assertEqual(subscription.amount_invoiced, 90.0)

    def test_late_runs_bill_what_runs_in_time_would_have_billed(self):
        late, early = self._subscription(), self._subscription()
        for day in ("2024-01-01", "2024-02-01", "2024-03-01"):
            self._bill(early, day)
        self._run_job("2024-03-20")
        self.assertEqual(
            late.period_ids.mapped("date_start"), early.period_ids.mapped("date_start")
        )
        self.assertEqual(late.amount_invoiced, early.amount_invoiced)
        self.assertEqual(late.next_billing_date, early.next_billing_date)

    def test_nothing_is_billed_before_its_day(self):
        subscription = self._subscription(start="2024-02-01")
        run = self._run_job("2024-01-31")
        self.assertBilled(subscription)
        self.assertFalse(run)

    def test_a_faulty_subscription_stops_no_other(self):
        good, other = self._subscription(), self._subscription()
        faulty = self._subscription()
        # A price that no invoice can have: its total is negative.
        faulty.line_ids.price_unit = -5.0
        run = self._run_job("2024-01-01")
        self.assertBilled(good, "2024-01-01")
        self.assertBilled(other, "2024-01-01")
        self.assertBilled(faulty)
        self.assertEqual(run.failure_ids.subscription_id, faulty)
        self.assertTrue(faulty.billing_error)
        self.assertEqual(faulty.activity_ids.user_id, faulty.user_id)
        self.assertEqual(str(faulty.billing_retry_date), "2024-01-02")

    def test_a_faulty_subscription_recovers(self):
        faulty = self._subscription()
        faulty.line_ids.price_unit = -5.0
        self._run_job("2024-01-01")
        faulty.line_ids.price_unit = 5.0
        self._run_job("2024-01-01")
        self.assertBilled(faulty)
        self._run_job("2024-01-02")
        self.assertBilled(faulty, "2024-01-01")
        self.assertFalse(faulty.billing_error or faulty.billing_retry_date)
        self.assertFalse(faulty.activity_ids)

    def test_a_failing_day_adds_no_second_activity(self):
        faulty = self._subscription()
        faulty.line_ids.price_unit = -5.0
        self._run_job("2024-01-01")
        self._run_job("2024-01-02")
        self.assertEqual(len(faulty.activity_ids), 1)

    def test_a_program_error_is_told_in_a_persons_words(self):
        good, faulty = self._subscription(), self._subscription()
        prepare = type(faulty)._prepare_invoice_vals

        def broken(subscription, *arguments):
            if subscription.id == faulty.id:
                raise ZeroDivisionError
            return prepare(subscription, *arguments)

        with (
            patch.object(type(faulty), "_prepare_invoice_vals", broken),
            mute_logger(RUN_LOGGER),
        ):
            run = self._run_job("2024-01-01")
        self.assertBilled(good, "2024-01-01")
        self.assertIn("technical error", run.failure_ids.message)

    def test_what_another_transaction_disturbs_is_billed_after_all(self):
        subscription = self._subscription()
        bill = type(subscription)._bill_due_periods
        tries = []

        def disturbed(subscriptions, *arguments):
            tries.append(1)
            if len(tries) == 1:
                bill(subscriptions, *arguments)
                raise SerializationFailure
            return bill(subscriptions, *arguments)

        with patch.object(type(subscription), "_bill_due_periods", disturbed):
            run = self._run_job("2024-01-01")
        self.assertEqual(len(tries), 2)
        self.assertBilled(subscription, "2024-01-01")
        self.assertEqual(subscription.invoice_count, 1)
        self.assertFalse(run.failure_ids)

    def test_endless_disturbance_becomes_a_failure(self):
        subscription = self._subscription()
        with (
            patch.object(
                type(subscription),
                "_bill_due_periods",
                side_effect=SerializationFailure,
            ),
            mute_logger(RUN_LOGGER),
        ):
            run = self._run_job("2024-01-01")
        self.assertEqual(run.failure_ids.subscription_id, subscription)
        self.assertBilled(subscription)

    def test_work_is_done_in_bounded_batches(self):
        subscriptions = [self._subscription() for _ in range(5)]
        with patch(f"{JOB}.SubscriptionBillingJob._claim.__defaults__", (2,)):
            run = self._run_job("2024-01-01")
        for subscription in subscriptions:
            self.assertBilled(subscription, "2024-01-01")
        self.assertEqual(run.billed_count, 5)

    def test_the_run_tells_what_it_did(self):
        for price in (10.0, 20.0):
            self._subscription(start="2024-01-01", plan_id=self._plan(price).id)
        self._subscription().line_ids.price_unit = -1.0
        run = self._run_job("2024-02-01")
        self.assertEqual((run.due_count, run.billed_count), (3, 2))
        self.assertEqual((run.period_count, run.invoice_count), (4, 4))
        self.assertEqual((run.failure_count, run.amount_untaxed), (1, 60.0))
        self.assertEqual(run.state, "failures")
        self.assertEqual(run.progress, 100.0)

    def test_a_run_that_was_cut_short_goes_on(self):
        self._subscription()
        cut_short = (
            self.env["subscription.billing.run"]
            .sudo()
            .create({"company_id": self.company.id, "date": "2024-01-01"})
        )
        run = self._run_job("2024-01-01")
        self.assertEqual(run, cut_short)
        self.assertEqual(run.state, "done")

    def test_a_run_that_was_left_open_ends_when_nothing_is_due(self):
        left = (
            self.env["subscription.billing.run"]
            .sudo()
            .create({"company_id": self.company.id, "date": "2023-12-31"})
        )
        self._run_job("2024-01-01")
        self.assertTrue(left.ended_at)

    def test_ten_cost_far_less_than_ten_times_one(self):
        one = self._subscription()
        ten = self.env["subscription.subscription"]
        for _ in range(10):
            ten |= self._subscription()
        self._bill(self._subscription(), "2024-01-01")
        counts = []
        for subscriptions in (one, ten):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._bill(subscriptions, "2024-01-01")
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 9 * 10, counts)

    def test_the_owner_of_nobodys_subscription_is_a_manager_of_its_company(self):
        """B4: the robot was asked, whose activities nobody sees."""
        faulty = self._subscription(user_id=False)
        faulty.line_ids.price_unit = -5.0
        self._run_job("2024-01-01")
        asked = faulty.activity_ids.user_id
        self.assertTrue(asked.has_group("subscription_rental.group_manager"))
        self.assertIn(self.company, asked.company_ids)


class TestCompanyDay(SubscriptionCommon):
    """A period is due when its day begins where the company is."""

    def test_the_companys_day_may_be_ahead_of_utc(self):
        self.company.subscription_tz = "Asia/Tokyo"
        with freeze_time("2024-01-31 23:30:00"):
            self.assertEqual(str(self.company._subscription_today()), "2024-02-01")

    def test_the_companys_day_may_be_behind_utc(self):
        self.company.subscription_tz = "America/Los_Angeles"
        with freeze_time("2024-02-01 05:00:00"):
            self.assertEqual(str(self.company._subscription_today()), "2024-01-31")

    def test_each_company_is_billed_on_its_own_day(self):
        other = self.setup_other_company()["company"]
        self.company.subscription_tz = "Asia/Tokyo"
        other.subscription_tz = "America/Los_Angeles"
        ours = self._subscription(start="2024-02-01")
        plan = self._plan(company_id=other.id, currency_id=other.currency_id.id)
        theirs = self._subscription(
            start="2024-02-01", company_id=other.id, plan_id=plan.id
        )
        cron = self.env.ref("subscription_rental.ir_cron_bill_due_periods")
        with freeze_time("2024-01-31 23:30:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertBilled(ours, "2024-02-01")
        self.assertBilled(theirs)

    def test_the_default_comes_from_the_companys_address(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertTrue(company.subscription_tz)
        company.country_id = self.env.ref("base.be")
        company.partner_id.tz = False
        self.assertEqual(company._get_default_tz(), "Europe/Brussels")


class TestBillNow(SubscriptionCommon):
    @freeze_time("2024-02-10 12:00:00")
    def test_it_bills_what_is_due_and_opens_the_invoice(self):
        subscription = self._subscription(start="2024-02-01")
        action = subscription.action_bill_now()
        self.assertBilled(subscription, "2024-02-01")
        invoice = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(str(invoice.invoice_date), "2024-02-10")

    @freeze_time("2024-02-10 12:00:00")
    def test_it_says_when_nothing_is_due(self):
        subscription = self._subscription(start="2024-02-01")
        subscription.action_bill_now()
        with self.assertRaisesRegex(UserError, "03/01/2024"):
            subscription.action_bill_now()
        self.assertBilled(subscription, "2024-02-01")

    @freeze_time("2024-02-10 12:00:00")
    def test_many_are_billed_in_a_run_and_failures_stay_apart(self):
        good = self._subscription(start="2024-02-01")
        # It failed today and was mended since: by hand, nobody waits for tomorrow.
        good._write_kept({"billing_error": "Mended", "billing_retry_date": "2024-02-11"})
        faulty = self._subscription(start="2024-02-01")
        left = self._subscription(start="2024-02-01")
        faulty.line_ids.price_unit = -1.0
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            both = (good | faulty).with_env(self.env(cr=cursor))
            action = both.action_bill_now()
            cursor.commit()
        self.env.invalidate_all()
        run = self.env["subscription.billing.run"].browse(action["res_id"])
        self.assertEqual(run.user_id, self.env.user)
        self.assertEqual((run.billed_count, run.failure_count), (1, 1))
        self.assertBilled(good, "2024-02-01")
        self.assertBilled(left)
