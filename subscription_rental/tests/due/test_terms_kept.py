from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.modules.migration import load_script
from odoo.tools import mute_logger

from ..common_due import DueCommon


class TestTermsOfSubscriptions(DueCommon):
    """DD1: each term of a subscription has one due date, kept by the system."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.yearly = cls._plan(name="Yearly", term_count=12, renewal_count=12)

    def _rented(self, start="2024-01-31", **values):
        return self._subscription(start, plan_id=self.yearly.id, **values)

    @freeze_time("2024-03-01 12:00:00")
    def test_a_term_that_begins_has_its_due_date(self):
        rented = self._rented()
        row = rented.due_date_ids
        self.assertHeld(row, ("2024-01-31", "2025-01-30", "active"))
        self.assertEqual(row.partner_id, rented.partner_id)
        self.assertEqual(row.product_id, self.product)
        self.assertEqual((row.amount, row.quantity), (360.0, 1.0))
        self.assertEqual(row.duration, "12 months")

    @freeze_time("2024-03-01 12:00:00")
    def test_without_a_term_there_is_none(self):
        self.assertFalse(self._subscription().due_date_ids)

    @freeze_time("2024-03-01 12:00:00")
    def test_a_draft_and_a_scheduled_one_have_none_yet(self):
        rented = self._draft("2024-05-01", plan_id=self.yearly.id)
        rented.action_activate()
        self.assertEqual(rented.state, "scheduled")
        self.assertFalse(rented.due_date_ids)

    @freeze_time("2025-01-10 12:00:00")
    def test_a_renewal_makes_the_next_one(self):
        rented = self._rented()
        rented.action_renew()
        self.assertHeld(
            rented.due_date_ids,
            ("2024-01-31", "2025-01-30", "renewed"),
            ("2025-01-31", "2026-01-30", "active"),
        )
        first, second = rented.due_date_ids.sorted("date_start")
        self.assertEqual(second.previous_id, first)

    @freeze_time("2024-05-01 12:00:00")
    def test_the_job_that_renews_by_itself_writes_each_term(self):
        plan = self._plan(term_count=1, renewal="automatic")
        rented = self._subscription("2024-01-31", plan_id=plan.id)
        self._run_job("2024-04-01")
        self.env.invalidate_all()
        self.assertHeld(
            rented.due_date_ids,
            ("2024-01-31", "2024-02-28", "renewed"),
            ("2024-02-29", "2024-03-30", "renewed"),
            ("2024-03-31", "2024-04-29", "expired"),
        )

    @freeze_time("2024-03-01 12:00:00")
    def test_what_is_cancelled_is_closed(self):
        rented = self._rented()
        rented.action_cancel()
        self.assertHeld(rented.due_date_ids, ("2024-01-31", "2024-02-29", "closed"))

    @freeze_time("2024-03-01 12:00:00")
    def test_a_cancellation_that_is_undone_leaves_no_trace(self):
        rented = self._rented()
        day = self._day("2024-03-01")
        rented._schedule_cancel(self._day("2024-06-30"), day, "Moves away")
        self.assertHeld(rented.due_date_ids, ("2024-01-31", "2024-06-29", "active"))
        rented.action_undo_cancel()
        self.assertHeld(rented.due_date_ids, ("2024-01-31", "2025-01-30", "active"))

    @freeze_time("2024-12-01 12:00:00")
    def test_a_term_that_was_renewed_and_never_begins_is_closed_until_that_is_undone(self):
        rented = self._rented()
        rented.action_renew()
        day = self._day("2024-12-01")
        rented._schedule_cancel(self._day("2024-12-31"), day, "Moves away")
        self.assertHeld(
            rented.due_date_ids,
            ("2024-01-31", "2024-12-30", "active"),
            ("2025-01-31", "2026-01-30", "closed"),
        )
        rented.action_undo_cancel()
        self.assertHeld(
            rented.due_date_ids,
            ("2024-01-31", "2025-01-30", "renewed"),
            ("2025-01-31", "2026-01-30", "active"),
        )

    def test_days_of_a_pause_that_are_kept_move_the_due_date(self):
        with freeze_time("2024-01-31 12:00:00"):
            rented = self._rented()
        self._run_job("2024-01-31")
        with freeze_time("2024-02-10 12:00:00"):
            rented._pause(self._day("2024-02-10"), rule="moved")
        with freeze_time("2024-02-20 12:00:00"):
            rented.action_resume()
            self.assertHeld(rented.due_date_ids, ("2024-01-31", "2025-02-09", "active"))

    @freeze_time("2024-02-10 12:00:00")
    def test_another_plan_is_the_same_term_with_its_own_end_and_price(self):
        rented = self._rented()
        dearer = self._plan(name="Dearer", price=50.0, term_count=24)
        day = self._day("2024-02-10")
        plan = rented._plan_change([], day, policy="full", plan=dearer)
        rented._apply_change(plan, day, at_once=False)
        row = rented.due_date_ids
        self.assertEqual(row.date_due, rented.date_end - timedelta(days=1))
        self.assertIn("Dearer", row.name)

    @freeze_time("2024-02-20 12:00:00")
    def test_a_term_that_another_plan_was_to_bring_may_never_begin(self):
        rented = self._subscription("2024-02-10")
        self._bill(rented, "2024-02-10")
        day = self._day("2024-02-20")
        plan = rented._plan_change([], day, policy="none", plan=self.yearly)
        rented._apply_change(plan, day, at_once=False)
        self.assertHeld(rented.due_date_ids, ("2024-03-10", "2025-03-09", "active"))
        rented._schedule_cancel(self._day("2024-03-05"), day, "Moves away")
        self.assertHeld(rented.due_date_ids, ("2024-03-10", "2025-03-09", "closed"))
        rented.action_undo_cancel()
        self.assertHeld(rented.due_date_ids, ("2024-03-10", "2025-03-09", "active"))

    @freeze_time("2024-02-10 12:00:00")
    def test_a_transfer_takes_the_term_along(self):
        rented = self._rented()
        rented._transfer(self.partner_b, self._day("2024-02-10"), "Sold")
        self.assertEqual(rented.due_date_ids.partner_id, self.partner_b)

    def test_a_term_that_ran_out_is_expired_at_once(self):
        self.company.subscription_backlog_limit = 0
        with freeze_time("2025-01-30 12:00:00"):
            rented = self._rented()
            self._bill(rented, "2025-01-30")
        with freeze_time("2025-01-31 12:00:00"):
            rented._finish(self._day("2025-01-31"))
            self.assertEqual(rented.state, "finished")
            self.assertEqual(rented.due_date_ids.state, "expired")

    @freeze_time("2024-05-10 12:00:00")
    def test_what_moves_in_has_its_due_date(self):
        rented = self._draft(
            "2024-01-15", plan_id=self.yearly.id, moved_in_billing_date="2024-05-15"
        )
        rented.action_activate()
        self.assertHeld(rented.due_date_ids, ("2024-01-15", "2025-01-14", "active"))

    @freeze_time("2024-03-01 12:00:00")
    def test_nobody_changes_by_hand_what_follows_a_subscription(self):
        row = self._rented().due_date_ids
        row.write({"note": "Ask for the new address", "source_id": False})
        for vals in ({"date_due": "2030-01-01"}, {"amount": 1.0}, {"date_closed": False}):
            with self.assertRaisesRegex(UserError, "follows the subscription"):
                row.write(vals)
        for act in (row.unlink, row.action_close, row.action_renew):
            with self.assertRaisesRegex(UserError, "follows the subscription"):
                act()

    @freeze_time("2024-03-01 12:00:00")
    def test_a_copy_of_it_is_kept_by_hand(self):
        copy = self._rented().due_date_ids.copy()
        self.assertFalse(copy.subscription_id)
        copy.action_close()
        self.assertEqual(copy.state, "closed")

    @freeze_time("2024-03-01 12:00:00")
    def test_a_term_has_one_due_date_in_sql(self):
        row = self._rented().due_date_ids
        again = row.copy_data()[0] | {"subscription_id": row.subscription_id.id}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            row._create_kept([again])

    @freeze_time("2026-03-01 12:00:00")
    def test_subscriptions_of_an_older_version_get_their_present_term(self):
        rented = self._rented()
        rented.action_renew()
        rented.action_renew()
        open_ended = self._subscription()
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM subscription_due_date")
        self.env.cr.execute("UPDATE subscription_subscription SET term_start = NULL")
        self.env.invalidate_all()
        folder = "subscription_rental/migrations/19.0.1.3.0/post-due-dates.py"
        load_script(folder, "post_due_dates").migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertHeld(rented.due_date_ids, ("2026-01-31", "2027-01-30", "active"))
        self.assertFalse(open_ended.due_date_ids)
        load_script(folder, "post_due_dates").migrate(self.env.cr, "19.0.1.2.0")
        self.assertEqual(len(rented.due_date_ids), 1)

    @freeze_time("2026-03-01 12:00:00")
    def test_due_dates_of_an_older_version_are_last_days_from_now_on(self):
        rented = self._rented()
        rented.action_renew()
        other = self._due("2026-01-31")
        expected = [
            ("2024-01-31", "2025-01-30", "renewed"),
            ("2025-01-31", "2026-01-30", "active"),
        ]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE subscription_due_date SET date_due = date_due + 1"
            " WHERE subscription_id IS NOT NULL"
        )
        folder = "subscription_rental/migrations/19.0.1.4.0/post-last-days.py"
        for _again in range(2):
            load_script(folder, "post_last_days").migrate(self.env.cr, "19.0.1.3.0")
            self.env.invalidate_all()
            found = rented.due_date_ids.sorted("date_start")
            self.assertEqual(
                [(str(one.date_start), str(one.date_due)) for one in found],
                [one[:2] for one in expected],
            )
        self.assertEqual(str(other.date_due), "2027-01-31")

    def test_a_term_expires_the_day_after_it_could_be_renewed(self):
        for day, state in (
            ("2025-01-30", "active"),
            ("2025-01-31", "active"),
            ("2025-02-01", "expired"),
        ):
            with freeze_time(f"{day} 12:00:00"):
                row = self._rented().due_date_ids
                self.assertEqual(row._get_due_state(self._day(day)), state)
