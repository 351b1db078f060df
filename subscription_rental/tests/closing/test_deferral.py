from datetime import date
from fractions import Fraction

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common_closing import ClosingCommon, month_end


class TestDeferral(ClosingCommon):
    """BI13: a few months replayed and closed one by one, against a count of days."""

    def _plan_of(self, price, months, **values):
        return self._plan(price, interval_count=months, **values).id

    def _note(self, invoice, day):
        """Return a posted credit note of all of `invoice`, dated that day."""
        with freeze_time(f"{day} 12:00:00"):
            note = invoice._reverse_moves([{"invoice_date": day}])
            note.action_post()
        return note

    def _live(self, day, rentals):
        """Do what happens in the month of `day`, beside the bills."""
        year, quarter, month, other = rentals
        if day.month == 2:
            self._note(other.period_ids[:1]._get_invoices(), "2024-02-12")
            other.period_ids[:1].action_bill_again()
        elif day.month == 3:
            with freeze_time("2024-03-11 12:00:00"):
                year._pause(date(2024, 3, 11), rule="credited", at_once=True)
        elif day.month == 4:
            with freeze_time("2024-04-06 12:00:00"):
                quarter._cancel(date(2024, 4, 6), credit_unused=True)
                year._resume(date(2024, 4, 20))
        elif day.month == 5:
            with freeze_time("2024-05-20 12:00:00"):
                month._cancel(date(2024, 5, 20))

    def test_months_closed_one_by_one_are_what_their_days_are_worth(self):
        """Yearly, quarterly, monthly, in another currency; credited, billed again, paused,
        cancelled: on each last day the account is what is still to come, day by day.
        """
        euro = self.setup_other_currency("EUR")
        abroad = self._plan_of(90.0, 12, currency_id=euro.id)
        rentals = [
            self._subscription("2024-01-17", plan_id=self._plan_of(1200.0, 12)),
            self._subscription("2024-02-10", plan_id=self._plan_of(100.0, 3)),
            self._subscription("2024-01-20", plan_id=self._plan_of(31.0, 1)),
            self._subscription("2024-01-05", plan_id=self._plan_of(70.0, 6)),
        ]
        away = self._subscription("2024-01-09", plan_id=abroad)
        # Invoiced on the last day of the month before.
        early = self._plan(invoice_lead_days=5).id
        within = self._subscription("2024-01-01", plan_id=early)
        everything = self.env["subscription.subscription"].union(*rentals, away, within)
        for number in range(1, 8):
            day = month_end(date(2024, number, 1))
            for today in (10, 20, day.day):
                with freeze_time(day.replace(day=today)):
                    due = everything.filtered("next_billing_date")
                    self._bill(due, str(day.replace(day=today)))
                if today == 10:
                    self._live(day, rentals)
            closing = self._defer(str(day))
            with self.subTest(month=number):
                self.assertDeferred(day)
                self.assertEqual(closing.deferral_move_id.date, day)
                self._check_month(day)
            self._check_twice(closing)
        self.assertFalse(within.period_ids.move_line_ids & self._rows().move_line_id)
        self.assertTrue(away.period_ids.move_line_ids & self._rows().move_line_id)
        self.env["subscription.deferral"]._check_deferrals(self.company)

    def _rows(self):
        return self.env["subscription.deferral"].search([])

    def _check_month(self, day):
        """Check the month's revenue: its own days, and those of before it was invoiced."""
        first = day.replace(day=1)
        lines = self._get_spread_lines(self.company, day)
        earned = Fraction(0)
        for line in lines:
            if self._is_short(line):
                earned += -Fraction(str(line.balance)) if line.date >= first else 0
            else:
                begin = date(2000, 1, 1) if line.date >= first else first
                earned += self._count_days(line, begin, day)
        booked = Fraction(str(-self._balance(self.revenue, day, first)))
        self.assertLessEqual(abs(booked - earned), Fraction(1, 100) * (len(lines) + 1))

    def _check_twice(self, closing):
        before = (closing.deferral_move_id, self._rows().mapped("amount"))
        items = closing.deferral_move_id.line_ids.mapped("balance")
        self._defer(str(closing.date_month))
        self.assertEqual(before, (closing.deferral_move_id, self._rows().mapped("amount")))
        self.assertEqual(items, closing.deferral_move_id.line_ids.mapped("balance"))

    def test_what_comes_late_is_booked_with_the_first_open_month(self):
        rental = self._subscription("2024-01-01", plan_id=self._plan_of(360.0, 12))
        late = self._subscription("2024-01-01", plan_id=self._plan_of(366.0, 12))
        self._bill(rental, "2024-01-01")
        january = self._defer("2024-01-31")
        self._bill(late, "2024-01-31")
        self.company.fiscalyear_lock_date = "2024-01-31"
        with self.assertRaisesRegex(UserError, "is locked"):
            self._defer("2024-01-31")
        with self.assertRaisesRegex(UserError, "is locked"):
            january.action_undo_deferral()
        february = self._defer("2024-02-29")
        rows = february.deferral_ids.filtered("is_late")
        self.assertEqual(rows.move_line_id, late.period_ids.move_line_ids)
        self.assertEqual((rows.date_month, rows.amount), (date(2024, 1, 1), -335.0))
        self.assertDeferred(date(2024, 2, 29))

    def test_an_entry_is_undone_as_a_whole_the_last_one_first(self):
        rental = self._subscription("2024-01-01", plan_id=self._plan_of(360.0, 12))
        invoice = self._bill(rental, "2024-01-01")
        january, february = self._defer("2024-01-31"), self._defer("2024-02-29")
        booked = february.deferral_move_id
        with self.assertRaisesRegex(UserError, "Undo February 2024 first"):
            january.action_undo_deferral()
        with self.assertRaisesRegex(UserError, "undo it there"):
            booked.button_draft()
        note = self._note(invoice, "2024-02-20")
        self._defer("2024-02-29")
        with self.assertRaisesRegex(UserError, "undo that first"):
            note.button_draft()
        # Months stay with one entry, also with what came since.
        self.assertEqual(february.deferral_move_id, booked)
        self.assertAlmostEqual(self._balance(self.deferred, "2024-02-29"), 0.0)
        february.action_undo_deferral()
        self.assertEqual(booked.state, "cancel")
        self.assertAlmostEqual(
            self._balance(self.deferred, "2024-02-29"),
            self._balance(self.deferred, "2024-01-31"),
        )
        note.button_draft()
        self.assertFalse(self._rows().filtered(lambda row: row.move_id == note))
        self._defer("2024-02-29")
        self.assertDeferred(date(2024, 2, 29))

    def test_a_preview_says_what_is_booked_and_rules_may_change_before(self):
        self._bill(
            self._subscription("2024-01-15", plan_id=self._plan_of(120.0, 12)), "2024-01-15"
        )
        january = self._month("2024-01-31")
        rows = self.env["subscription.deferral"]
        rows._lay_out_deferrals(self.company, january.last_day)
        self.assertIn("114.43", january.deferral_preview)
        self.company.subscription_deferral_method = "month"
        rows._lay_out_deferrals(self.company, january.last_day)
        january.invalidate_recordset()
        self.assertIn("114.52", january.deferral_preview)
        self._defer("2024-01-31")
        self.assertAlmostEqual(self._balance(self.deferred, "2024-01-31"), -114.52)
        self.assertFalse(january.deferral_preview)
        # What is booked stays as it was laid out.
        self.company.subscription_deferral_method = "day"
        self.assertAlmostEqual(rows._get_deferred(self.company, january.last_day), 114.52)

    def test_what_was_invoiced_before_is_taken_over_by_the_first_month(self):
        self.company.subscription_deferral_from = "2024-05-01"
        rental = self._subscription("2024-01-01", plan_id=self._plan_of(366.0, 12))
        gone = self._subscription(
            "2024-01-01", plan_id=self._plan_of(91.0, 3, term_count=1)
        )
        self._bill(rental | gone, "2024-01-01")
        may = self._defer("2024-05-31")
        self.assertDeferred(date(2024, 5, 31))
        self.assertEqual(self._rows().closing_id, may)
        self.assertEqual(self._rows().subscription_id, rental)

    def test_each_company_has_its_own_and_each_category_its_account(self):
        data = self.setup_other_company(name="Elsewhere")
        other = data["company"]
        deferred, _accrued = self._prepare_books(other, data)
        own = self.deferred.copy({"code": "249901"})
        self.product.categ_id = self.env["product.category"].create(
            {"name": "Bikes", "property_rental_deferral_account_id": own.id}
        )
        here = self._subscription("2024-01-01", plan_id=self._plan_of(366.0, 12))
        plan = self._plan_of(732.0, 12, company_id=other.id)
        there = self._subscription("2024-01-01", plan_id=plan, company_id=other.id)
        self._bill(here, "2024-01-01")
        self._bill(there.with_company(other), "2024-01-01")
        self._defer("2024-01-31")
        self.assertDeferred(date(2024, 1, 31), account=own)
        self.assertAlmostEqual(self._balance(own, "2024-01-31"), -335.0)
        self.assertFalse(self._balance(deferred, "2024-01-31"))
        self._defer("2024-01-31", other)
        self.assertDeferred(date(2024, 1, 31), other, deferred)
        self.assertAlmostEqual(self._balance(deferred, "2024-01-31"), -670.0)

    def test_analytic_distributions_have_lines_of_their_own(self):
        plan = self.env["account.analytic.plan"].create({"name": "Shops"})
        shops = self.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plan.id} for name in ("North", "South")]
        )
        for shop in shops:
            rental = self._subscription("2024-01-01", plan_id=self._plan_of(366.0, 12))
            rental.line_ids.analytic_distribution = {str(shop.id): 100}
            self._bill(rental, "2024-01-01")
        lines = self._defer("2024-01-31").deferral_move_id.line_ids
        self.assertEqual(sorted(lines.mapped("balance")), [-670.0, 335.0, 335.0])
        items = self.env["account.analytic.line"].search(
            [("general_account_id", "=", self.revenue.id)]
        )
        self.assertAlmostEqual(sum(items.mapped("amount")), 2 * 31.0)

    def test_every_night_a_difference_is_found_and_told(self):
        self._bill(
            self._subscription("2024-01-01", plan_id=self._plan_of(366.0, 12)), "2024-01-01"
        )
        january = self._defer("2024-01-31")
        cron = self.env.ref("subscription_rental.ir_cron_defer")
        journal = self.company.subscription_deferral_journal_id

        def told():
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
            return journal.activity_ids.mapped("note")

        self.assertFalse(told())
        item = january.deferral_move_id.line_ids.filtered(lambda one: one.balance < 0)
        self.env.cr.execute(
            "UPDATE account_move_line SET account_id = %s WHERE id = %s",
            [self.revenue.id, item.id],
        )
        self.assertIn("335.00", told()[0])
        self.env.cr.execute(
            "UPDATE account_move_line SET account_id = %s WHERE id = %s",
            [self.deferred.id, item.id],
        )
        self.assertFalse(told())
