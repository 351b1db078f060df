from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from ..common_due import DueCommon


@freeze_time("2025-01-20 12:00:00")
class TestRenewedByHand(DueCommon):
    """DD1, DD3: due dates are kept, renewed, closed and opened again by people."""

    def _dialog(self, *rows):
        action = self.env["subscription.due.date"].union(*rows).action_renew()
        dialogs = self.env[action["res_model"]]
        return dialogs.with_context(**action["context"]).create({})

    def test_a_product_says_how_long_it_is_held(self):
        row = self._due()
        self.assertEqual(row.duration, "year")
        self.assertHeld(row, ("2024-01-31", "2025-01-31", "active"))
        monthly = self._product("Maintenance")
        monthly.write({"rental_duration_count": 3, "rental_duration_unit": "month"})
        row.product_id = monthly
        self.assertEqual((row.duration, str(row.date_due)), ("3 months", "2024-04-30"))

    def test_without_a_duration_of_the_product_it_is_that_of_the_row(self):
        row = self._due(product_id=self.product.id, duration_count=2, duration_unit="week")
        self.assertEqual(str(row.date_due), "2024-02-14")

    def test_the_dialog_shows_what_follows(self):
        row = self._due()
        dialog = self._dialog(row)
        line = dialog.line_ids
        days = (str(line.date_start), str(line.date_due))
        self.assertEqual(days, ("2025-01-31", "2026-01-31"))
        self.assertEqual(line.amount, 15.0)
        line.amount = 17.0
        dialog.action_renew()
        self.assertHeld(
            self._chain(row),
            ("2024-01-31", "2025-01-31", "renewed"),
            ("2025-01-31", "2026-01-31", "active"),
        )
        self.assertEqual(row.next_ids.amount, 17.0)
        self.assertEqual(str(row.next_ids.date_renewed), "2025-01-20")

    def test_a_dialog_that_is_sent_twice_renews_once(self):
        row = self._due()
        dialog = self._dialog(row)
        dialog.action_renew()
        with self.assertRaisesRegex(UserError, "done already"):
            dialog.action_renew()
        self.assertEqual(len(row.next_ids), 1)

    def test_two_dialogs_renew_once(self):
        row = self._due()
        first, second = self._dialog(row), self._dialog(row)
        first.action_renew()
        with self.assertRaisesRegex(UserError, "was renewed up to 01/31/2026 already"):
            second.action_renew()
        self.assertEqual(len(row.next_ids), 1)

    def test_a_renewal_is_one_in_sql(self):
        row = self._due()
        row._renew_held(self._day("2025-01-20"))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            row._create_kept([row._prepare_next_vals(self._day("2025-01-20"))])

    def test_month_ends_come_back(self):
        row = self._due(duration_count=1, duration_unit="month")
        for _number in range(3):
            row = row._renew_held(row.date_due)
        self.assertEqual(str(row.date_due), "2024-05-31")

    def test_what_lapsed_begins_anew(self):
        self.company.subscription_lapse_days = 30
        row = self._due("2023-01-31")
        following = row._renew_held(self._day("2024-03-01"))
        self.assertHeld(following, ("2024-01-31", "2025-01-31", "active"))
        late = self._due("2023-01-31")._renew_held(self._day("2024-03-02"))
        self.assertHeld(late, ("2024-03-02", "2025-03-02", "active"))

    def test_several_are_renewed_at_once(self):
        rows = self._due() + self._due("2024-02-29", name="example.org")
        self._dialog(*rows).action_renew()
        self.assertEqual(rows.mapped("state"), ["renewed", "renewed"])

    def test_a_deleted_renewal_gives_the_old_one_back(self):
        row = self._due()
        following = row._renew_held(self._day("2025-01-20"))
        with self.assertRaisesRegex(UserError, "was renewed"):
            row.unlink()
        following.unlink()
        self.assertHeld(row, ("2024-01-31", "2025-01-31", "active"))
        row.unlink()
        self.assertFalse(row.exists())

    def test_what_is_closed_is_not_renewed_until_it_is_open_again(self):
        row = self._due()
        row.action_close()
        self.assertEqual((row.state, str(row.date_closed)), ("closed", "2025-01-20"))
        with self.assertRaisesRegex(UserError, "open it again"):
            row.action_renew()
        row.action_reopen()
        self.assertTrue(row.can_renew)
        row._renew_held(self._day("2025-01-20"))
        with self.assertRaisesRegex(UserError, "was renewed"):
            row.action_close()

    def test_a_copy_is_a_due_date_of_its_own(self):
        row = self._due()
        copy = row._renew_held(self._day("2025-01-20")).copy()
        self.assertFalse(copy.previous_id)
        self.assertEqual(copy.state, "active")

    def test_nobody_writes_what_the_system_keeps(self):
        row = self._due()
        for name, value in (("state", "closed"), ("previous_id", row.id)):
            with self.assertRaisesRegex(UserError, "kept by the system"):
                row.write({name: value})

    def test_a_duration_that_no_calendar_has_is_refused_by_name(self):
        with self.assertRaisesRegex(ValidationError, "example.com: it can be renewed for"):
            self._due(duration_count=0, duration_unit="year", date_due="2025-01-31")

    def test_amounts_count_in_the_companys_currency(self):
        other = self.setup_other_currency("EUR", rates=[("2024-01-31", 2.0)])
        row = self._due(currency_id=other.id, amount=20.0)
        self.assertEqual(row.amount_company, 10.0)

    def test_what_is_over_expires_on_its_day_and_not_before(self):
        row = self._due()
        with freeze_time("2025-01-31 12:00:00"):
            self._expire()
            self.assertEqual(row.state, "active")
        with freeze_time("2025-02-01 12:00:00"):
            self._expire()
            self.assertEqual(row.state, "expired")
            row.date_due = "2025-03-01"
            self.assertEqual(row.state, "active")

    def _expire(self):
        cron = self.env.ref("subscription_rental.ir_cron_expire_due_dates")
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_renewing_many_takes_as_many_queries_as_few(self):
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
            rows._renew_held(self._day("2025-01-20"))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        few, many = count(3), count(30)
        self.assertLessEqual(many, few + 2)
