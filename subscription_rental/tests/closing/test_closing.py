import io
from datetime import date

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, new_test_user

from ..common_closing import ClosingCommon
from ..common_dunning import DunningCommon


@freeze_time("2024-02-05 12:00:00")
class TestClosing(ClosingCommon, DunningCommon, HttpCase):
    """BI16: a month on one screen, each figure beside its ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env["account.account"]
        cls.held = accounts.search(
            [("id", "=", cls.company.subscription_deposit_account_id.id)]
        ) or accounts.create(
            {"name": "Deposits", "code": "249902", "account_type": "liability_current"}
        )
        cls.company.subscription_deposit_account_id = cls.held

    def setUp(self):
        super().setUp()
        self.january = self._month("2024-01-15")

    def _figures(self):
        """Count; return {code: (ours, ledger, rows, without a reason)}."""
        self.january.action_count()
        return {
            row.code: (row.amount, row.booked, row.row_count, row.unexplained)
            for row in self.january.figure_ids
        }

    def _row(self, code):
        return self.january.figure_ids.filtered(lambda row: row.code == code)

    def _live_a_month(self):
        """Let a month pass that has something of everything."""
        posted = {"invoice_mode": "post"}
        year = self._plan(366.0, interval_count=12, **posted).id
        self._bill(self._subscription("2024-01-01", plan_id=year), "2024-01-01")
        arrears = self._plan(60.0, billing_timing="arrears", **posted).id
        self.used = self._subscription("2024-01-11", plan_id=arrears)
        self.late = self._subscription("2024-01-02", plan_id=arrears)
        self._bill(self.late, "2024-02-02")
        deposit = self._plan(deposit=100.0, setup_fee=12.0, **posted).id
        for start in ("2024-01-03", "2024-01-04"):
            rental = self._draft(start, plan_id=deposit)
            rental._activate(date.fromisoformat(start))
            self._bill(rental, start)
        self._pay(rental.deposit_move_id, "2024-01-20")
        with freeze_time("2024-01-28 12:00:00"):
            rental.deposit_move_id._create_partial_credit(40.0, "A scratch")
        self._on_account(50.0, date="2024-01-15")
        other = self.partner_b
        self._on_account(7.0, date="2024-01-15", partner_id=other.id)
        self._bill(
            self._subscription("2024-01-20", plan_id=self._plan(invoice_mode="draft").id),
            "2024-01-20",
        )
        collected = self._bill(self._collected("2024-01-25"), "2024-01-25")
        self.charge = collected._start_charge(date(2024, 1, 25))

    def test_each_figure_stands_beside_its_ledger(self):
        self.company.subscription_use_credit = False
        self._live_a_month()
        # 335 of 366 days, then 2, 3 and 24 of 31 days.
        later = 335.0 + 1.94 + 2.9 + 23.23
        found = self._figures()
        self.assertEqual(found["deferral"][:2], (later, 0.0))
        self.january.action_defer()
        found = self._figures()
        self.assertEqual(found["deferral"][:2], (later, later))
        self.assertEqual(found["deposits"][:2], (100.0 - 40.0, 200.0 - 40.0))
        self.assertIn("Asked for and not paid", self._row("deposits").explanation)
        # What was given back of the deposit is the customer's credit.
        self.assertEqual(found["advances"][:2], (50.0 + 40.0, 57.0 + 40.0))
        # It was asked for in February: at the end of January nothing was on its way.
        self.assertEqual(found["in_flight"][0], 0.0)
        self.env.cr.execute(
            "UPDATE payment_transaction SET create_date = '2024-01-25' WHERE id = %s",
            [self.charge.id],
        )
        found = self._figures()
        self.assertEqual(found["in_flight"][0], 34.5)
        # 21 of 31 days of the one; 30 of 31 of the other, and 12 of 31 of the draft.
        self.assertEqual(found["arrears_waiting"][0], 40.65)
        self.assertEqual(found["arrears_invoiced"][0], 58.06 + 11.61)
        self.assertEqual(found["drafts"][2], 1)
        self.assertEqual(found["no_period"][0], 2 * 12.0 + 200.0 - 40.0)
        tax = next(row for code, row in found.items() if code.startswith("tax_"))
        base = 366.0 + 2 * (30.0 + 12.0) + 30.0
        self.assertAlmostEqual(tax[0], base * 0.15)
        self.assertEqual({row[3] for row in found.values()}, {0.0})
        self.assertFalse(self.january.unexplained_count)

    def test_what_others_book_is_the_reason_of_a_difference(self):
        self._live_a_month()
        self.january.action_defer()
        entry = self.env["account.move"].create(
            {
                "date": "2024-01-31",
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in ((self.deferred, -9.0), (self.revenue, 9.0))
                ],
            }
        )
        entry.action_post()
        found = self._figures()
        self.assertEqual(found["deferral"], (363.07, 372.07, 4, 0.0))
        self.assertIn(
            "Other entries on the account: $\xa0-9.00", self._row("deferral").explanation
        )

    def test_every_door_opens_its_rows(self):
        self._live_a_month()
        self.january.action_count()
        for row in self.january.figure_ids.filtered("has_rows"):
            with self.subTest(row.code):
                action = row.action_open_rows()
                found = self.env[action["res_model"]].search_count(action["domain"])
                self.assertEqual(found, row.row_count)

    def test_what_is_used_is_accrued_and_reversed_on_the_first(self):
        self._live_a_month()
        self._figures()
        earned = self._row("accrued").amount
        self.january.action_accrue()
        self.assertEqual(self._row("accrued").unexplained, 0.0)
        self.assertEqual(self._balance(self.accrued, "2024-01-31"), earned)
        self.assertEqual(self._balance(self.accrued, "2024-02-01"), 0.0)
        entries = self.january.accrual_move_id | self.january.accrual_back_move_id
        self.january.action_accrue()
        again = self.january.accrual_move_id | self.january.accrual_back_move_id
        self.assertEqual(entries, again)
        self.assertEqual(self._balance(self.accrued, "2024-01-31"), earned)
        with self.assertRaisesRegex(UserError, "undo it there"):
            entries[1].button_draft()
        self.january.action_undo_accrual()
        self.assertEqual(set(entries.mapped("state")), {"cancel"})
        self.assertEqual(self._balance(self.accrued, "2024-01-31"), 0.0)

    def test_a_month_is_closed_when_all_is_ticked_and_stays_as_it_was(self):
        with self.assertRaisesRegex(UserError, "Tick first"):
            self.january.action_close()
        self.january.task_ids.action_tick()
        self.assertEqual(self.january.task_ids.done_by_id, self.env.user)
        self.january.task_ids[0].action_tick()
        self.assertFalse(self.january.task_ids[0].done_at)
        self.january.task_ids[0].action_tick()
        self.january.action_close()
        self.assertEqual(
            (self.january.state, self.january.closed_by_id), ("closed", self.env.user)
        )
        for act in ("action_count", "action_defer", "action_accrue"):
            with self.assertRaisesRegex(UserError, "is closed"):
                getattr(self.january, act)()
        self._bill(
            self._subscription(
                "2024-01-31",
                plan_id=self._plan(365.0, interval_count=12, invoice_mode="post").id,
            ),
            "2024-01-31",
        )
        with freeze_time("2024-02-29 12:00:00"):
            self._month("2024-02-29").action_defer()
        rows = self.env["subscription.deferral"].search([("is_late", "=", True)])
        self.assertEqual(rows.mapped("date_month"), [date(2024, 1, 1)])
        self.january.action_reopen()
        self.assertEqual(self.january.state, "open")

    def test_the_screen_opens_on_the_month_to_close(self):
        action = self.env["subscription.closing"].action_open_month()
        self.assertEqual(action["res_id"], self.january.id)
        self.assertTrue(self.january.counted_at)
        december = self.january.action_previous()["res_id"]
        self.assertEqual(self._month("2023-12-01").id, december)
        back = self._month("2023-12-01").action_next()
        self.assertEqual(back["res_id"], self.january.id)

    def test_every_night_the_month_to_close_is_counted(self):
        self._live_a_month()
        self.assertFalse(self.january.counted_at)
        cron = self.env.ref("subscription_rental.ir_cron_defer")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self.january.counted_at)
        self.assertEqual(self._row("drafts").row_count, 1)

    def test_an_accountant_closes_a_month_in_the_browser(self):
        year = self._plan(366.0, interval_count=12, invoice_mode="post").id
        self._bill(self._subscription("2024-01-01", plan_id=year), "2024-01-01")
        self.env.user.write({"login": "tourist", "password": "tourist"})
        self.january.task_ids[:-1].action_tick()
        self.start_tour(
            "/odoo/subscription-month-end", "subscription_rental_month_end", login="tourist"
        )
        self.assertEqual(self.january.state, "closed")
        self.assertAlmostEqual(self._balance(self.deferred, "2024-01-31"), -335.0)

    def test_all_of_it_is_one_spreadsheet(self):
        self._live_a_month()
        self.january.action_defer()
        self.january.action_count()
        self.used.partner_id.name = "=1+1"
        url = self.january.action_export()["url"]
        attachment = self.env["ir.attachment"].browse(
            int(url.split("?")[0].rsplit("/", 1)[1])
        )
        book = load_workbook(io.BytesIO(attachment.raw))
        summary = {row[0].value: row for row in book.worksheets[0].iter_rows()}
        row = summary["Deferred revenue"]
        self.assertEqual((row[2].value, row[3].value), (363.07, 363.07))
        for figure in self.january.figure_ids.filtered("has_rows"):
            sheet = next(
                one for one in book.worksheets if one.title.endswith(f" {figure.code}")
            )
            self.assertEqual(sheet.max_row - 1, figure.row_count, figure.code)
        waiting = next(one for one in book if one.title.endswith("arrears_waiting"))
        cells = [cell for row in waiting.iter_rows() for cell in row]
        named = [cell for cell in cells if cell.value == "=1+1"]
        self.assertEqual({cell.data_type for cell in named}, {"s"})

    def test_accountants_close_readers_look_and_clerks_see_nothing(self):
        self.january.action_count()

        def person(login, group):
            return new_test_user(self.env, login=login, groups=group)

        accountant = person("books", "account.group_account_manager")
        self.january.with_user(accountant).action_count()
        self.january.task_ids.with_user(accountant)[0].action_tick()
        self.assertEqual(self.january.task_ids[0].done_by_id, accountant)
        reader = person("reader", "subscription_rental.group_billing_reader")
        here = self.january.with_user(reader)
        self.assertTrue(here.figure_ids.mapped("name"))
        periods = here.figure_ids.filtered(lambda row: row.code == "no_invoice")
        self.assertEqual(periods.action_open_rows()["res_model"], "subscription.period")
        items = here.figure_ids.filtered(lambda row: row.code == "no_period")
        with self.assertRaises(AccessError):
            items.action_open_rows()
        self.assertEqual(here.action_open_month()["view_mode"], "list,form")
        with self.assertRaisesRegex(AccessError, "are for accountants"):
            here.action_defer()
        clerk = person("own", "subscription_rental.group_user_own")
        with self.assertRaises(AccessError):
            self.january.with_user(clerk).read(["state"])
        with self.assertRaises(AccessError):
            self.january.figure_ids.with_user(clerk).read(["amount"])
