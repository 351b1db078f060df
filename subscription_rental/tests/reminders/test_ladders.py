from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common_reminders import RemindersCommon


@freeze_time("2024-12-01 12:00:00")
class TestLadders(RemindersCommon):
    """DD9: each ladder of reminders, date by date."""

    def _days(self, first, last):
        """Yield the days from `first` to `last`, as texts."""
        day = fields.Date.to_date(first)
        while str(day) <= last:
            yield str(day)
            day = fields.Date.add(day, days=1)

    def test_a_ladder_goes_out_day_by_day(self):
        row = self._due()
        self.assertEqual(str(row.date_due), "2025-01-31")
        for day in self._days("2024-12-28", "2025-03-05"):
            with self.subTest(day):
                self._remind(day)
        self.assertReminded(
            row,
            ("2025-01-01", -30, ""),
            ("2025-01-17", -14, ""),
            ("2025-01-28", -3, ""),
            ("2025-01-31", 0, ""),
            ("2025-02-07", 7, ""),
            ("2025-03-02", 30, ""),
        )

    def test_twice_a_day_is_as_good_as_once(self):
        row = self._due()
        self._remind("2025-01-01", "2025-01-01", "2025-01-02")
        self.assertReminded(row, ("2025-01-01", -30, ""))

    def test_a_process_that_is_killed_sends_nothing_twice_and_loses_nothing(self):
        row = self._due()
        with self.assertRaises(SystemExit):
            self._remind("2025-01-01", killed=True)
        self.assertReminded(row)
        self._remind("2025-01-01")
        self.assertReminded(row, ("2025-01-01", -30, ""))

    def test_a_reminder_is_one_in_sql(self):
        row = self._due()
        self._remind("2025-01-01")
        told = row.reminder_ids
        again = told.copy_data()[0] | {"state": "sent"}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            told._create_kept([again])

    def test_of_several_that_were_missed_the_last_is_sent(self):
        row = self._due()
        self._remind("2025-01-29")
        self.assertReminded(
            row,
            ("2025-01-29", -30, "superseded"),
            ("2025-01-29", -14, "superseded"),
            ("2025-01-29", -3, ""),
        )

    def test_what_was_missed_for_too_long_is_skipped(self):
        row = self._due()
        self._remind("2025-01-12", "2025-01-17")
        self.assertReminded(row, ("2025-01-12", -30, "too_late"), ("2025-01-17", -14, ""))
        late = self._due("2024-02-08")
        self.assertEqual(str(late.date_due), "2025-02-08")
        self._remind("2025-01-16")
        self.assertReminded(late, ("2025-01-16", -30, ""))

    def test_what_is_long_over_is_left_alone(self):
        row = self._due("2020-01-31")
        self._remind("2025-01-01")
        self.assertReminded(row)

    def test_a_renewal_stops_the_ladder_and_the_next_one_has_its_own(self):
        row = self._due()
        self._remind("2025-01-01")
        with freeze_time("2025-01-10 12:00:00"):
            following = row._renew_held(self._day("2025-01-10"))
        self._remind("2025-01-17", "2025-01-31", "2025-02-07")
        self.assertReminded(
            row,
            ("2025-01-01", -30, ""),
            ("2025-01-17", -14, "renewed"),
            ("2025-01-31", -3, "renewed"),
            ("2025-01-31", 0, "renewed"),
            ("2025-02-07", 7, "renewed"),
        )
        self._remind("2026-01-01")
        self.assertReminded(following, ("2026-01-01", -30, ""))

    def test_a_renewal_ends_the_win_back_and_undone_it_goes_on(self):
        row = self._due()
        self._remind("2025-02-07")
        with freeze_time("2025-02-10 12:00:00"):
            following = row._renew_held(self._day("2025-02-10"))
            following.unlink()
        self._remind("2025-03-02")
        sent = row.reminder_ids.filtered(lambda one: one.state == "sent")
        self.assertEqual(sorted(sent.mapped("offset_days")), [7, 30])

    def test_what_is_closed_gets_none_until_it_is_open_again(self):
        row = self._due()
        row.action_close()
        self._remind("2025-01-01")
        row.action_reopen()
        self._remind("2025-01-17")
        self.assertReminded(row, ("2025-01-01", -30, "closed"), ("2025-01-17", -14, ""))

    def test_who_has_no_address_is_skipped_and_told_so(self):
        self.partner_a.email = False
        row = self._due()
        self._remind("2025-01-01")
        self.partner_a.email = "ada@example.com"
        self._remind("2025-01-17")
        self.assertReminded(row, ("2025-01-01", -30, "no_email"), ("2025-01-17", -14, ""))

    def test_a_reminder_without_a_template_is_skipped(self):
        row = self._due()
        self.env.ref("subscription_rental.mail_template_due_soon").unlink()
        self._remind("2025-01-01")
        self.assertReminded(row, ("2025-01-01", -30, "no_template"))

    def test_another_due_date_is_reminded_of_anew(self):
        row = self._due()
        self._remind("2025-01-01")
        row.date_due = "2025-02-28"
        self.assertTrue(row.is_unreminded)
        self._remind("2025-01-29")
        self.assertReminded(row, ("2025-01-01", -30, ""), ("2025-01-29", -30, ""))

    def test_a_step_that_is_moved_is_another_reminder(self):
        row = self._due()
        self._remind("2025-01-01")
        self.policy.step_ids.filtered(lambda one: one.days == 14).days = 20
        self._remind("2025-01-11")
        self.assertReminded(row, ("2025-01-01", -30, ""), ("2025-01-11", -20, ""))

    def test_what_fails_stops_no_other_and_is_shown(self):
        bad, good = self._due(), self._due(partner_id=self.partner_b.id)
        self.partner_b.email = "bob@example.com"
        self.policy.step_ids[0].mail_template_id = self.env["mail.template"].create(
            {
                "name": "Broken",
                "model_id": self.env["ir.model"]._get_id("subscription.due.date"),
                "subject": "{{ 1 / (object.quantity - 2) }}",
                "use_default_to": True,
            }
        )
        bad.quantity = 2
        with mute_logger(
            "odoo.addons.subscription_rental.models.jobs.subscription_job_mixin",
            "odoo.addons.mail.models.mail_render_mixin",
        ):
            self._remind("2025-01-01")
        self.assertReminded(good, ("2025-01-01", -30, ""))
        self.assertReminded(bad)
        self.assertEqual(bad.activity_ids.summary, "A job failed")
        bad.quantity = 1
        self._remind("2025-01-02")
        self.assertReminded(bad, ("2025-01-02", -30, ""))
        self.assertFalse(bad.activity_ids)

    # === whose policy === #

    def test_a_product_has_its_own_policy_or_none(self):
        own, none = self._product("Licence"), self._product("Gift")
        own.rental_reminders = "own"
        own.rental_reminder_policy_id = self._reminders(-60)
        none.rental_reminders = "none"
        licence = self._due(product_id=own.id, date_due="2025-01-31")
        gift = self._due(product_id=none.id, date_due="2025-01-31")
        self._remind("2024-12-02", "2025-01-01")
        self.assertReminded(licence, ("2024-12-02", -60, ""))
        self.assertReminded(gift)
        self.assertIn("neither the product nor the company", gift.reminder_note)

    def test_without_a_policy_nobody_is_reminded(self):
        self.company.subscription_reminder_policy_id = False
        row = self._due()
        self._remind("2025-01-31")
        self.assertReminded(row)

    def test_companies_have_policies_of_their_own(self):
        other = self.setup_other_company()["company"]
        other.subscription_reminder_policy_id = self._reminders(-5, company_id=other.id)
        here = {"company_id": other.id, "user_id": False, "date_due": "2025-01-31"}
        row, own = self._due(**here), self._due()
        self.policy.company_id = self.company
        self._remind("2025-01-01", "2025-01-26")
        self.assertReminded(row, ("2025-01-26", -5, ""))
        self.assertReminded(own, ("2025-01-01", -30, ""), ("2025-01-26", -14, "too_late"))

    def test_two_reminders_for_one_day_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "two reminders for one day"):
            self._reminders(-7, 0, -7)
        with self.assertRaisesRegex(ValidationError, "two reminders for one day"):
            self.policy.step_ids = [Command.create({"kind": "on"})]

    # === terms of subscriptions === #

    def _rented(self, **values):
        plan = self._plan(name="Yearly", term_count=12, renewal_count=12, **values)
        return self._subscription("2024-01-31", plan_id=plan.id)

    def test_a_term_that_ends_unless_it_is_paid_is_reminded_of(self):
        row = self._rented(renewal="on_payment").due_date_ids
        self._remind("2025-01-01")
        self.assertReminded(row, ("2025-01-01", -30, ""))

    def test_a_term_that_renews_by_itself_has_its_notice_and_says_so(self):
        row = self._rented(renewal="automatic").due_date_ids
        self._remind("2025-01-01", "2025-01-29")
        self.assertReminded(row)
        self.assertIn("notice of the renewal", row.reminder_note)

    def test_a_term_that_is_cancelled_gets_none(self):
        rented = self._rented(renewal="on_payment")
        with freeze_time("2024-12-20 12:00:00"):
            rented._cancel(self._day("2024-12-20"))
        self._remind("2025-01-01")
        sent = rented.due_date_ids.reminder_ids.filtered(lambda one: one.state == "sent")
        self.assertFalse(sent)

    # === how much it takes === #

    def test_reminding_many_takes_few_queries_more_than_few(self):
        def count(number):
            rows = self.env["subscription.due.date"].create(
                [
                    {
                        "name": f"{n}.example.com",
                        "partner_id": self.partner_a.id,
                        "product_id": self.domain.id,
                        "date_start": "2024-01-31",
                    }
                    for n in range(number)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows._remind_customers(self._day("2025-01-01"))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        few, many = count(3), count(33)
        self.assertLessEqual(many - few, 30 * 3)
