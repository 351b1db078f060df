from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import freeze_time, new_test_user

from ..common_write_off import LATE, WriteOffCommon


@freeze_time(f"{LATE} 12:00:00")
class TestWriteOff(WriteOffCommon):
    """BI16: an accountant writes off what nobody pays: once, and not for good."""

    def test_the_loss_is_booked_and_nobody_counts_as_paying(self):
        invoice = self._invoice()
        row = self._write_off(invoice)
        self.assertEqual((row.state, row.decided_by_id), ("booked", self.env.user))
        owed = invoice.line_ids.filtered(lambda one: one.display_type == "payment_term")
        self.assertEqual(
            self._amounts(row.entry_id), {owed.account_id: -34.5, self.loss: 34.5}
        )
        self.assertEqual(row.entry_id.date, self.today)
        self.assertEqual((invoice.amount_residual, invoice.payment_state), (0, "reversed"))
        self.assertTrue(invoice.rental_is_written_off)
        self.assertFalse(invoice.line_ids.rental_subscription_id.date_paid)
        with self.assertRaisesRegex(UserError, "undo it in the list"):
            row.entry_id.button_draft()
        with self.assertRaisesRegex(UserError, "undo that first"):
            invoice.button_draft()

    def test_a_part_that_was_paid_stays_paid(self):
        self.company.subscription_write_off_taxes = "back"
        invoice = self._invoice()
        payment = self._on_account(11.5, date="2024-02-01")
        lines = payment.move_id.line_ids | invoice.line_ids
        lines.filtered(
            lambda one: one.account_id.account_type == "asset_receivable"
        ).reconcile()
        row = self._write_off(invoice)
        self.assertEqual(row.amount, 23.0)
        self.assertEqual(self._amounts(row.entry_id)[self.loss], 20.0)
        self.assertEqual((invoice.amount_residual, invoice.payment_state), (0, "reversed"))

    def test_taxes_come_back_as_on_a_credit_note(self):
        """The same accounts, grids and amounts as Odoo's own credit note of it."""
        self.company.subscription_write_off_taxes = "back"
        included = self.tax.copy(
            {"name": "6", "amount": 6.0, "price_include_override": "tax_included"}
        )
        invoice = self._invoice(is_over=False, plan={"invoice_mode": "draft"})
        invoice.invoice_line_ids[0].copy(
            {"move_id": invoice.id, "price_unit": 9.99, "tax_ids": included.ids}
        )
        invoice.action_post()
        invoice.line_ids.rental_subscription_id._cancel(date(2024, 1, 1))
        note = invoice._reverse_moves([{"invoice_date": self.today}])
        wanted = self._taxed(note)
        note.unlink()
        row = self._write_off(invoice)
        self.assertEqual(self._taxed(row.entry_id), wanted)
        self.assertEqual(self._amounts(row.entry_id)[self.loss], 30.0 + 9.42)

    def _taxed(self, move):
        """Return the lines of taxes, and of what they are of, each with its grids."""
        lines = move.line_ids.filtered(lambda one: one.tax_ids or one.tax_line_id)
        return sorted(
            (
                line.tax_repartition_line_id.id,
                line.tax_ids.ids,
                line.tax_tag_ids.ids,
                line.tax_line_id and line.account_id.id,
                line.balance,
            )
            for line in lines
        )

    def test_taxes_that_are_due_with_the_payment_never_become_due(self):
        self.company.tax_exigibility = True
        later = self.env["account.account"].create(
            {"name": "Tax", "code": "259901", "account_type": "liability_current"}
        )
        later.reconcile = True
        self.tax.write(
            {
                "tax_exigibility": "on_payment",
                "cash_basis_transition_account_id": later.id,
            }
        )
        invoice = self._invoice()
        self.assertEqual(self._balance(later, LATE), -4.5)
        row = self._write_off(invoice)
        self.assertEqual(self._amounts(row.entry_id)[self.loss], 30.0)
        self.assertAlmostEqual(self._balance(later, LATE), 0.0)
        due = self.tax.invoice_repartition_line_ids.account_id
        self.assertAlmostEqual(sum(self._balance(one, LATE) for one in due), 0.0)

    def test_of_another_currency_the_booked_amount_is_lost(self):
        self.company.subscription_write_off_taxes = "back"
        euro = self.setup_other_currency(
            "EUR", rates=[("2016-01-01", 3.0), ("2024-05-01", 2.0)]
        )
        invoice = self._invoice(plan={"currency_id": euro.id}, currency_id=euro.id)
        row = self._write_off(invoice)
        self.assertEqual((row.move_amount, row.amount), (34.5, 11.5))
        self.assertEqual(self._amounts(row.entry_id)[self.loss], 10.0)
        self.assertEqual((invoice.amount_residual, invoice.payment_state), (0, "reversed"))
        self.assertFalse(invoice.line_ids.matched_credit_ids.exchange_move_id)

    # === once, and back === #

    def test_two_clicks_and_two_people_write_off_once(self):
        invoice = self._invoice()
        row = self._propose()
        mine, theirs = self._ask(row), self._ask(row)
        mine.action_write_off()
        with self.assertRaisesRegex(UserError, "done already"):
            mine.action_write_off()
        with self.assertRaisesRegex(UserError, "decided on in the meantime"):
            theirs.action_write_off()
        entries = invoice.line_ids.matched_credit_ids.credit_move_id.move_id
        self.assertEqual(entries, row.entry_id)
        self.assertEqual(self._propose(), row)

    def test_while_somebody_else_is_at_work_nothing_is_booked(self):
        invoice = self._invoice()
        ask = self._ask(self._propose())
        rows = type(self.env["subscription.write.off"])
        busy = patch.object(rows, "lock_for_update", side_effect=LockError("Taken"))
        with busy, self.assertRaisesRegex(LockError, "Somebody else"):
            ask.action_write_off()
        self.assertOwed(invoice, 34.5)

    def test_paid_in_the_meantime_nothing_is_booked(self):
        invoice = self._invoice()
        ask = self._ask(self._propose())
        self._pay(invoice, LATE)
        with self.assertRaisesRegex(UserError, "is not owed any more"):
            ask.action_write_off()
        self.assertFalse(self._balance(self.loss, LATE))

    def test_undone_it_is_owed_as_before(self):
        invoice = self._invoice()
        row = self._write_off(invoice)
        entry = row.entry_id
        row.action_undo()
        self.assertEqual((row.state, entry.state), ("kept", "cancel"))
        self.assertOwed(invoice, 34.5)
        with self.assertRaisesRegex(UserError, "decided on in the meantime"):
            row.action_undo()
        self._pay(invoice, LATE)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    def test_undone_in_a_locked_month_it_is_reversed_today(self):
        invoice = self._invoice()
        row = self._write_off(invoice, date="2024-04-30")
        entry = row.entry_id
        self.company.fiscalyear_lock_date = "2024-05-31"
        row.action_undo()
        self.assertEqual(entry.state, "posted")
        self.assertEqual(entry.reversal_move_ids.mapped("date"), [self.today])
        self.assertOwed(invoice, 34.5)
        self.assertAlmostEqual(self._balance(self.loss, "2024-05-31"), 34.5)
        self.assertAlmostEqual(self._balance(self.loss, LATE), 0.0)

    def test_days_that_are_locked_closed_or_to_come_are_refused(self):
        invoice = self._invoice()
        row = self._propose()
        self.company.fiscalyear_lock_date = "2024-03-31"
        april = self._month("2024-04-30")
        april.task_ids.action_tick()
        april.action_close()
        for day, told in (
            ("2024-03-31", "is locked"),
            ("2024-04-30", "is locked"),
            ("2023-12-31", "Choose a day from"),
            (str(self.today + timedelta(days=1)), "Choose a day from"),
        ):
            with self.subTest(day), self.assertRaisesRegex(UserError, told):
                self._ask(row, date=day).action_write_off()
        self.company.subscription_deferral_journal_id = False
        with self.assertRaisesRegex(UserError, "Journal of Month Ends"):
            self._ask(row).action_write_off()
        self.assertOwed(invoice, 34.5)

    # === who, and what others see === #

    def test_dunning_ends_and_brings_nobody_back(self):
        self.company.subscription_write_off_terminated = False
        self.company.subscription_write_off_old_days = 100
        subscription, case = self._failed()
        invoice = case.move_id
        subscription._cancel(self.today)
        row = self._write_off(invoice)
        self.assertEqual((case.state, case.next_date), ("ended", False))
        self.assertEqual(case.event_ids.sorted("id")[-1].name, "Written off")
        self._dun(LATE)
        self.assertEqual((case.state, subscription.is_closed), ("ended", True))
        row.action_undo()
        self.assertEqual((case.state, case.hold_reason), ("held", "Write-off undone"))
        self._dun(LATE)
        self.assertEqual(case.state, "held")
        case.action_go_on()
        self.assertEqual(case.state, "open")

    def test_accountants_approve_others_look_and_clerks_see_nothing(self):
        self._invoice()
        row = self._propose()

        def person(login, groups):
            return new_test_user(self.env, login=login, groups=groups)

        manager = person("boss", "subscription_rental.group_manager")
        reader = person("reads", "account.group_account_readonly")
        for user in (manager, reader):
            here = row.with_user(user)
            self.assertEqual(here.amount, 34.5)
            for act in ("action_keep", "action_propose", "action_undo"):
                with self.assertRaisesRegex(AccessError, "Accountants write off"):
                    getattr(here, act)()
            with self.assertRaises(AccessError):
                self._ask(row.with_user(user))
            with self.assertRaises(AccessError):
                here._book_losses(self.today, self.today)
            self.assertEqual(here.action_open_proposals()["view_mode"], "list")
        with self.assertRaises(UserError):
            row.write({"state": "kept"})
        clerk = person("own", "subscription_rental.group_user_own")
        with self.assertRaises(AccessError):
            row.with_user(clerk).read(["amount"])
        with self.assertRaises(AccessError):
            row.with_user(clerk).action_open_proposals()
        accountant = person("books", "account.group_account_manager")
        self._ask(row.with_user(accountant)).action_write_off()
        self.assertEqual(row.decided_by_id, accountant)

    def test_each_company_writes_off_by_its_own_rule(self):
        data = self.setup_other_company(name="Elsewhere")
        other = data["company"]
        self._prepare_books(other, data)
        loss = data["default_account_expense"]
        other.subscription_write_off_account_id = loss
        there = self._invoice(plan={"company_id": other.id}, company_id=other.id)
        self.assertFalse(self._propose())
        row = self._propose(other)
        self.assertEqual((row.move_id, row.company_id), (there, other))
        stranger = new_test_user(
            self.env, login="here", groups="account.group_account_manager"
        )
        stranger.company_ids = [Command.set(self.company.ids)]
        with self.assertRaises(AccessError):
            row.with_user(stranger).action_keep()
        self.assertEqual(self._write_off(there).entry_id.company_id, other)
        self.assertIn(loss, row.entry_id.line_ids.account_id)

    def test_the_month_end_counts_them_beside_their_account(self):
        invoice, other = self._invoice(), self._invoice()
        june = self._month(LATE)
        june.action_count()

        def figure(code):
            row = june.figure_ids.filtered(lambda one: one.code == code)
            return row.row_count, row.amount, row.booked, row.unexplained

        self.assertEqual(figure("write_off")[:2], (2, 69.0))
        door = june.figure_ids.filtered(lambda one: one.code == "write_off")
        rows = self.env["subscription.write.off"].search(door.action_open_rows()["domain"])
        self.assertEqual(rows.move_id, invoice | other)
        self._write_off(invoice)
        june.action_count()
        self.assertEqual(figure("write_off")[:2], (1, 34.5))
        self.assertEqual(figure("written_off"), (1, 34.5, 34.5, 0.0))
