from odoo import Command
from odoo.tests import freeze_time

from ..common_moving import MovingCommon
from ..common_payment import PaymentCommon


@freeze_time("2024-05-10 12:00:00")
class TestMovingCredit(MovingCommon, PaymentCommon):
    """What another system owed the customers is moved in (SE12, BI17)."""

    model = "subscription.moving.credit"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.name, cls.partner_b.name = "Moving customer", "Second customer"

    def _row(self, credit="12.50", **values):
        row = {
            "Customer": "Moving customer",
            "Credit": credit,
            "Date": "2024-04-30",
            "Reference": "Old balance",
        }
        return row | values

    def _entries(self):
        return self.env["account.move"].search([("rental_opening_credit", "=", True)])

    def _count(self):
        return len(self._entries())

    def _receivable(self, move):
        return move.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def test_it_is_an_opening_entry_without_sales_and_taxes(self):
        before = self.env["mail.mail"].sudo().search_count([])
        rows = self._import(self._row(), self._row("7", Customer="Second customer"))
        moves = self._entries()
        self.assertEqual(rows.move_id, moves)
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        move = rows[0].move_id
        self.assertEqual((move.move_type, move.ref), ("entry", "Old balance"))
        self.assertEqual(str(move.date), "2024-04-30")
        self.assertFalse(move.line_ids.tax_ids)
        kinds = set(move.line_ids.mapped("account_id.account_type"))
        self.assertEqual(kinds, {"asset_receivable", "equity_unaffected"})
        owed = self._receivable(move)
        self.assertEqual((owed.partner_id, owed.balance), (self.partner_a, -12.5))
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)

    def test_the_next_invoice_is_paid_with_it(self):
        """The old credit is used once, and the rest is charged."""
        self._import(self._row())
        subscription = self._collected("2024-05-10")
        self.assertFalse(subscription.period_ids, "nothing old is billed")
        invoice = self._bill(subscription, "2024-05-10")
        charge = self._collect("2024-05-10")
        self.assertEqual(charge.amount, invoice.amount_total - 12.5)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertTrue(self._receivable(self._entries()).reconciled)
        later = self._bill(subscription, "2024-06-10")
        charges = self._collect("2024-06-10")
        self.assertEqual(charges[-1].amount, later.amount_total)

    def test_each_bad_row_is_named_and_nothing_is_booked(self):
        messages = self._refuse(
            self._row("0"),
            self._row("-5"),
            self._row(Date="2024-06-01"),
            self._row(),
            self._row(Date="9999-12-31"),
            self._row("1e15"),
            self._row("0.001"),
            self._row("3"),
        )
        found = [one["rows"]["from"] for one in messages]
        self.assertEqual(found, [0, 1, 2, 4, 5, 6, 7])
        for message, pattern in zip(
            messages,
            (
                "more than 0",
                "more than 0",
                "06/01/2024 is yet to come",
                "choose a day between 1900",
                "enter a number that is not so large",
                "more than 0",
                "was moved in already",
            ),
            strict=True,
        ):
            self.assertRegex(message["message"], f"^[MS].* customer: .*{pattern}")

    def test_nothing_is_booked_into_locked_books(self):
        self.env["account.move"].search([("state", "=", "draft")]).unlink()
        self.company.fiscalyear_lock_date = "2024-04-30"
        move = self._import(self._row()).move_id
        self.assertEqual((str(move.date), move.state), ("2024-05-10", "posted"))

    def test_numbers_that_are_none_are_refused(self):
        for number in ("nan", "inf", "-inf"):
            with self.subTest(number):
                messages = self._refuse(self._row(number))
                self.assertRegex(messages[0]["message"], "incorrect values")
                rows = self.env[self.model]
                columns = ["partner_id", "amount", "date"]
                result = rows.load(columns, [["Moving customer", number, "2024-04-30"]])
                self.assertFalse(result["ids"])
                self.assertRegex(result["messages"][0]["message"], "enter a number")

    def test_a_second_import_books_nothing_twice(self):
        self._import(self._row())
        messages = self._refuse(self._row())
        self.assertRegex(messages[0]["message"], "was moved in already, by MISC")
        wrong = self._entries()
        wrong._reverse_moves([{"date": wrong.date}], cancel=True)
        self._import(self._row("20"))
        self.assertEqual(sum(self._entries().line_ids.mapped("credit")), 12.5 + 20)

    def test_another_currency_is_kept(self):
        euro = self.setup_other_currency("EUR", rates=[("2024-01-01", 2.0)])
        row = self._import(self._row(Currency=euro.name))
        owed = self._receivable(row.move_id)
        self.assertEqual((owed.amount_currency, owed.balance), (-12.5, -6.25))
        # One in each currency.
        self._import(self._row())
        self.assertEqual(self._count(), 2)

    def test_the_counterpart_is_chosen(self):
        account = self.company_data["default_account_assets"]
        row = self._import(self._row(Counterpart=account.name))
        self.assertIn(account, row.move_id.line_ids.account_id)

    def test_only_who_keeps_the_books_imports_it(self):
        invoicing = self.env.ref("account.group_account_invoice")
        user = self._clerk()
        user.group_ids = [
            Command.set(self.env.ref("subscription_rental.group_manager").ids),
        ]
        self.assertNotIn(invoicing, user.all_group_ids)
        rows = self.env[self.model].with_user(user)
        columns = ["partner_id", "amount", "date"]
        result = rows.load(columns, [["Moving customer", "5", "2024-04-30"]])
        self.assertFalse(result["ids"])
        self.assertRegex(result["messages"][0]["message"], "let an accountant import it")
        self.assertFalse(self._count())

    def test_another_company_is_named(self):
        other = self.setup_other_company(name="Elsewhere")["company"]
        self.env.user.company_ids |= other
        self.partner_b.company_id = other
        both = {"allowed_company_ids": (self.company | other).ids}
        messages = self._refuse(self._row(Customer="Second customer"), context=both)
        self.assertRegex(messages[0]["message"], "customer of Elsewhere, not of company_1")
        file = self._write_file(
            [self._row(Customer="Second customer", Company="Elsewhere")]
        )
        self.assertFalse(self._load_file(file, both)["messages"])
        self.assertEqual(self._entries().company_id, other)

    def test_the_sample_file_can_be_imported(self):
        self.partner_a.name = "Sample customer 1"
        self.partner_b.name = "Sample customer 2"
        self._import_sample("customer_credit.csv")
        owed = self._receivable(self._entries())
        self.assertEqual(sorted(owed.mapped("balance")), [-30.0, -12.5])
