from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError, ValidationError

from ..common import SubscriptionCommon


class TestLifecycle(SubscriptionCommon):
    """LC1, LC2, LC3: the moves, each through one door."""

    @freeze_time("2024-01-10 12:00:00")
    def test_a_start_ahead_is_scheduled_and_starts_on_its_day(self):
        subscription = self._draft(start="2024-01-20")
        subscription.action_activate()
        self.assertEqual(subscription.state, "scheduled")
        self._run_job("2024-01-19")
        self.assertEqual(subscription.state, "scheduled")
        self._run_job("2024-01-20")
        self.assertEqual(subscription.state, "active")
        self.assertBilled(subscription, "2024-01-20")

    def test_back_to_draft_leaves_drafts_alone(self):
        scheduled, draft = self._draft(), self._draft()
        scheduled._set_state("scheduled")
        (scheduled | draft).action_back_to_draft()
        self.assertEqual((scheduled.state, draft.state), ("draft", "draft"))

    @freeze_time("2024-01-10 12:00:00")
    def test_without_a_start_date_it_starts_today(self):
        first, second = self._draft(start=False), self._draft(start=False)
        (first | second).action_activate()
        for subscription in (first, second):
            self.assertEqual(str(subscription.date_start), "2024-01-10")
            self.assertEqual(subscription.state, "active")

    def test_a_faulty_scheduled_one_stops_no_other(self):
        faulty, good = self._draft(start="2024-01-20"), self._draft(start="2024-01-20")
        (faulty | good)._set_state("scheduled")
        # Beyond the calendar's end: it can never start.
        faulty._write_kept(
            {"interval_unit": "year", "interval_count": 10, "term_count": 1200}
        )
        self._run_job("2024-01-20")
        self.assertEqual((faulty.state, good.state), ("scheduled", "active"))
        self.assertTrue(faulty.billing_error)

    def test_nothing_is_billed_in_the_trial(self):
        subscription = self._subscription(plan_id=self._plan(trial_days=14).id)
        self.assertEqual(subscription.period_ids.kind, "trial")
        self._bill(subscription, "2024-01-14")
        self.assertBilled(subscription)
        self._bill(subscription, "2024-01-15")
        self.assertBilled(subscription, "2024-01-15")
        self.assertTiled(subscription)

    def test_a_term_ends_by_itself(self):
        subscription = self._subscription(plan_id=self._plan(term_count=2).id)
        self._run_job("2024-02-15")
        self.assertBilled(subscription, "2024-01-01", "2024-02-01")
        self.assertEqual(subscription.state, "active")
        self._run_job("2024-03-01")
        self.assertEqual(subscription.state, "finished")
        self.assertBilled(subscription, "2024-01-01", "2024-02-01")

    def test_arrears_are_billed_at_the_end_and_finish_on_the_same_day(self):
        plan = self._plan(billing_timing="arrears", term_count=1)
        subscription = self._subscription(plan_id=plan.id)
        self._run_job("2024-01-31")
        self.assertBilled(subscription)
        self._run_job("2024-02-01")
        self.assertBilled(subscription, "2024-01-01")
        self.assertEqual(subscription.state, "finished")

    def test_a_lead_time_bills_before_the_period(self):
        plan = self._plan(invoice_lead_days=7)
        subscription = self._subscription(start="2024-02-01", plan_id=plan.id)
        self.assertEqual(str(subscription.next_billing_date), "2024-01-25")

    def test_a_calendar_plan_prorates_its_first_period(self):
        plan = self._plan(alignment="calendar")
        subscription = self._subscription(start="2024-01-22", plan_id=plan.id)
        first = self._bill(subscription, "2024-01-22")
        # 30 x 10/31
        self.assertEqual(first.amount_untaxed, 9.68)
        self.assertIn("10 of 31 days", first.invoice_line_ids.name)
        self.assertEqual(self._bill(subscription, "2024-02-01").amount_untaxed, 30.0)
        self.assertTiled(subscription)

    def test_a_pause_bills_nothing_and_keeps_the_billing_day(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        with freeze_time("2024-01-20 12:00:00"):
            subscription.action_pause()
        self.assertFalse(subscription.next_billing_date)
        self._run_job("2024-02-10")
        self.assertBilled(subscription, "2024-01-01")
        with freeze_time("2024-02-11 12:00:00"):
            subscription.action_resume()
        invoice = self._bill(subscription, "2024-02-11")
        # 30 x 19/29, from 11 February to the end of its slot
        self.assertEqual(invoice.amount_untaxed, 19.66)
        self.assertEqual(str(subscription.next_billing_date), "2024-03-01")
        self.assertTiled(subscription)

    def test_a_pause_within_paid_days_changes_no_date(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-01-01")
        with freeze_time("2024-01-10 12:00:00"):
            subscription.action_pause()
        with freeze_time("2024-01-20 12:00:00"):
            subscription.action_resume()
        self.assertEqual(str(subscription.next_billing_date), "2024-02-01")

    @freeze_time("2024-01-01 12:00:00")
    def test_a_suspended_one_is_not_billed(self):
        subscription = self._subscription()
        subscription.action_suspend()
        self._run_job("2024-03-01")
        self.assertBilled(subscription)

    def test_days_used_before_a_pause_are_billed_in_arrears(self):
        plan = self._plan(billing_timing="arrears")
        paused, cancelled = (
            self._subscription(plan_id=plan.id),
            self._subscription(plan_id=plan.id),
        )
        with freeze_time("2024-01-20 12:00:00"):
            (paused | cancelled).action_pause()
        with freeze_time("2024-02-10 12:00:00"):
            paused.action_resume()
            cancelled.action_cancel()
        self._run_job("2024-03-01")
        # 30 x 19/31 for January, and 30 x 20/29 for February from the 10th
        self.assertEqual(paused.period_ids.mapped("kind").count("skipped"), 1)
        self.assertEqual(paused.amount_invoiced, 18.39 + 20.69)
        self.assertEqual(cancelled.amount_invoiced, 18.39)
        self.assertTiled(paused)

    def test_the_job_bills_the_days_before_a_suspension(self):
        plan = self._plan(billing_timing="arrears")
        subscription = self._subscription(plan_id=plan.id)
        with freeze_time("2024-01-20 12:00:00"):
            subscription.action_suspend()
        self._run_job("2024-01-20")
        self.assertEqual(subscription.amount_invoiced, 18.39)
        self.assertFalse(subscription.next_billing_date)

    def test_activating_twice_changes_nothing(self):
        subscription = self._subscription()
        self._bill(subscription, "2024-03-01")
        for state in ("active", "paused", "suspended"):
            if state != "active":
                subscription._set_state(state)
            with self.subTest(state), self.assertRaisesRegex(UserError, "begun already"):
                subscription.action_activate()
        self.assertEqual(str(subscription.next_period_start), "2024-04-01")

    def test_only_a_stopped_one_resumes(self):
        with self.assertRaisesRegex(UserError, "is not paused"):
            self._subscription().action_resume()

    @freeze_time("2024-02-05 12:00:00")
    def test_cancelling_never_lengthens_a_term(self):
        subscription = self._subscription(plan_id=self._plan(term_count=1).id)
        self._bill(subscription, "2024-01-01")
        subscription.action_cancel()
        self.assertEqual(str(subscription.date_end), "2024-02-01")
        self.assertFalse(subscription.next_billing_date)

    @freeze_time("2024-02-01 12:00:00")
    def test_what_is_scheduled_is_shown_as_it_will_be_billed(self):
        plan = self._plan(invoice_lead_days=14)
        subscription = self._draft(start="2024-03-01", plan_id=plan.id)
        subscription.action_activate()
        shown = [row["billing_date"] for row in subscription._get_schedule(2)]
        self.assertEqual(shown, ["03/01/2024", "03/18/2024"])
        self._run_job("2024-02-29")
        self.assertBilled(subscription)
        self._run_job("2024-03-01")
        self.assertBilled(subscription, "2024-03-01")
        self.assertEqual(str(subscription.next_billing_date), "2024-03-18")

    def test_a_copy_has_the_lines_that_go_on(self):
        subscription = self._subscription()
        subscription.line_ids._replace(date(2024, 2, 1), price_unit=50.0)
        copy = subscription.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.line_ids.mapped("price_unit"), [50.0])
        self.assertFalse(copy.billing_anchor or copy.next_billing_date)

    @freeze_time("2024-01-15 12:00:00")
    def test_a_cancelled_one_is_not_billed_any_more(self):
        first, second = self._subscription(), self._subscription()
        self._bill(first | second, "2024-01-01")
        (first | second).action_cancel()
        self._run_job("2024-03-01")
        for subscription in (first, second):
            self.assertEqual(subscription.state, "cancelled")
            self.assertEqual(str(subscription.date_closed), "2024-01-15")
            self.assertBilled(subscription, "2024-01-01")

    @freeze_time("2024-01-11 12:00:00")
    def test_cancelling_bills_the_days_used_in_arrears(self):
        plan = self._plan(billing_timing="arrears")
        subscription = self._subscription(plan_id=plan.id)
        subscription.action_cancel()
        self._run_job("2024-01-11")
        self.assertEqual(subscription.amount_invoiced, 9.68)
        self.assertFalse(subscription.next_billing_date)

    @freeze_time("2024-01-11 12:00:00")
    def test_cancelling_in_the_trial_costs_nothing(self):
        subscription = self._subscription(plan_id=self._plan(trial_days=30).id)
        subscription.action_cancel()
        self._run_job("2024-03-01")
        self.assertBilled(subscription)

    @freeze_time("2024-01-15 12:00:00")
    def test_a_scheduled_one_can_be_taken_back_or_cancelled(self):
        back, gone = self._draft(start="2024-02-01"), self._draft(start="2024-02-01")
        (back | gone).action_activate()
        back.action_back_to_draft()
        gone.action_cancel()
        self.assertEqual((back.state, gone.state), ("draft", "cancelled"))
        self.assertFalse(gone.date_end)

    def test_a_forbidden_move_is_refused_and_changes_nothing(self):
        subscription = self._subscription()
        subscription.action_cancel()
        with self.assertRaisesRegex(UserError, "cannot become"):
            subscription.action_pause()
        self.assertEqual(subscription.state, "cancelled")

    def test_an_empty_one_cannot_be_activated(self):
        subscription = self._draft()
        subscription.line_ids = [Command.clear()]
        with self.assertRaisesRegex(ValidationError, "has no product"):
            subscription.action_activate()
        self.assertEqual(subscription.state, "draft")

    def test_only_a_draft_can_be_deleted(self):
        with self.assertRaisesRegex(UserError, "cancel it instead"):
            self._subscription().unlink()
        draft = self._draft()
        draft.unlink()
        self.assertFalse(draft.exists())

    def test_every_change_of_state_is_in_the_chatter(self):
        subscription = self._subscription()
        self.env.cr.flush()
        subscription = subscription.with_env(self.env(context={}))
        subscription.action_pause()
        self.env.cr.flush()
        subscription.invalidate_recordset()
        tracked = subscription.message_ids.sudo().tracking_value_ids
        self.assertIn("Paused", tracked.mapped("new_value_char"))

    def test_the_trial_is_a_fact_beside_the_state(self):
        subscription = self._subscription(plan_id=self._plan(trial_days=14).id)
        other = self._subscription()
        model = self.env["subscription.subscription"]
        with freeze_time("2024-01-05 12:00:00"):
            found = model.search([("is_in_trial", "=", True)])
            self.assertIn(subscription, found)
            self.assertNotIn(other, found)
            self.assertIn(other, model.search([("is_in_trial", "=", False)]))

    def test_past_due_is_an_unpaid_late_invoice(self):
        late, fresh = self._subscription(), self._subscription()
        self._bill(late, "2024-01-01")
        model = self.env["subscription.subscription"]
        with freeze_time("2024-03-15 12:00:00"):
            self.assertTrue(late.is_past_due)
            self.assertFalse(fresh.is_past_due)
            self.assertEqual(model.search([("is_past_due", "=", True)]), late)
        with freeze_time("2024-01-01 12:00:00"):
            late.invalidate_recordset()
            self.assertFalse(late.is_past_due)

    def test_the_schedule_shows_what_is_to_come(self):
        subscription = self._subscription(plan_id=self._plan(term_count=3).id)
        self._bill(subscription, "2024-01-01")
        rows = subscription._get_schedule(12)
        self.assertEqual([row["first_day"] for row in rows], ["02/01/2024", "03/01/2024"])
        self.assertEqual([row["amount"] for row in rows], [30.0, 30.0])
        self.assertEqual(subscription.next_amount, 30.0)
