from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from ..common import SubscriptionCommon
from ..common_printing import PrintingCommon

REPORT = "subscription_rental.report_statement"


@tagged("post_install", "-at_install")
@freeze_time("2024-06-15 12:00:00")
class TestStatement(SubscriptionCommon, PrintingCommon):
    """The statement of a customer's account (SE11)."""

    def _invoice(self, day, amount, *, post=True, **values):
        """Return an invoice without taxes, due 14 days after `day`."""
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": day,
                "date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create({"name": "Rent", "price_unit": amount, "tax_ids": []})
                ],
                **values,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    def _pay(self, invoice, day, amount):
        """Pay a part of the invoice."""
        ask = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        ask.create({"amount": amount, "payment_date": day})._create_payments()

    def _credit(self, invoice, day, amount):
        credit = self._invoice(day, amount, move_type="out_refund")
        lines = (invoice + credit).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        lines.reconcile()
        return credit

    def _made(self, first="2024-01-01", last="2024-06-15", **values):
        dialog = self.env["subscription.statement.dialog"].create(
            {
                "partner_id": self.partner_a.id,
                "date_from": first,
                "date_to": last,
                **values,
            }
        )
        return dialog, dialog._get_customer_statements()

    def assertMade(self, made, opening, rows, closing, overdue):
        """Check the one statement: each row is (day, debit, credit, balance)."""
        ((_currency, found, found_rows),) = made
        shown = [
            (str(row["day"]), row["debit"], row["credit"], row["balance"])
            for row in found_rows
        ]
        self.assertEqual(shown, rows)
        totals = [float(one) for one in (found.opening, found.closing, found.overdue)]
        self.assertEqual(totals, [opening, closing, overdue])

    def test_opening_entries_closing_and_what_is_overdue(self):
        """Partly paid, partly credited: before, within and after the period."""
        old = self._invoice("2023-12-01", 100.0)
        self._pay(old, "2023-12-20", 30.0)
        self._pay(old, "2024-02-10", 50.0)
        new = self._invoice("2024-03-01", 40.0, invoice_date_due="2024-07-01")
        self._credit(new, "2024-04-01", 15.0)
        self._pay(old, "2024-06-20", 20.0)
        self._invoice("2024-05-01", 999.0, post=False)
        self._invoice("2024-05-01", 777.0, partner_id=self.partner_b.id)
        rows = [
            ("2024-02-10", 0.0, 50.0, 20.0),
            ("2024-03-01", 40.0, 0.0, 60.0),
            ("2024-04-01", 0.0, 15.0, 45.0),
        ]
        # Of the first invoice 20 were open then; the other is due in July.
        self.assertMade(self._made()[1], 70.0, rows, 45.0, 20.0)
        self.assertMade(
            self._made("2024-06-01", "2024-06-30")[1],
            45.0,
            [("2024-06-20", 0.0, 20.0, 25.0)],
            25.0,
            0.0,
        )

    def test_money_on_account_is_taken_off_what_is_overdue(self):
        self._invoice("2024-01-10", 100.0)
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": self.partner_a.id,
                "amount": 60.0,
                "date": "2024-02-01",
            }
        )
        payment.action_post()
        rows = [("2024-01-10", 100.0, 0.0, 100.0), ("2024-02-01", 0.0, 60.0, 40.0)]
        self.assertMade(self._made()[1], 0.0, rows, 40.0, 40.0)

    def test_each_currency_has_its_own(self):
        euro = self.setup_other_currency("EUR")
        self._invoice("2024-01-10", 100.0)
        self._invoice("2024-01-10", 80.0, currency_id=euro.id)
        made = {currency.name: found for currency, found, _rows in self._made()[1]}
        self.assertEqual(
            {name: float(found.closing) for name, found in made.items()},
            {"USD": 100.0, "EUR": 80.0},
        )

    def test_another_companys_account_is_another_statement(self):
        other = self.setup_other_company()["company"]
        self._invoice("2024-01-10", 100.0)
        self.env.user.company_ids += other
        both = [self.company.id, other.id]
        dialog, made = self._made(company_id=other.id)
        self.assertFalse(made)
        self.env.user.company_ids -= other
        reader, asked = self._reader(), {"partner_id": self.partner_a.id}
        dialogs = dialog.with_user(reader).with_company(self.company)
        with self.assertRaisesRegex(ValidationError, "Choose the company"):
            dialogs.create({**asked, "company_id": other.id})
        with self.assertRaises(AccessError):
            dialogs.with_context(allowed_company_ids=both).create(
                {**asked, "company_id": other.id}
            )

    def test_the_branches_of_a_customer_have_one_account(self):
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.partner_a.id}
        )
        self._invoice("2024-01-10", 100.0, partner_id=branch.id)
        made = self._made(partner_id=branch.id)[1]
        rows = [("2024-01-10", 100.0, 0.0, 100.0)]
        self.assertMade(made, 0.0, rows, 100.0, 100.0)

    def test_it_is_printed(self):
        old = self._invoice("2023-12-01", 1234.5)
        self._pay(old, "2024-02-10", 34.5)
        dialog, _made = self._made()
        text = " ".join(self._print_pdf(REPORT, dialog))
        for said in (
            "Statement of Account",
            self.partner_a.name,
            self.company.name,
            "from 01/01/2024 to 06/15/2024",
            "Opening balance",
            "1,234.50",
            "Payment",
            "Closing balance",
            "1,200.00",
            "overdue",
        ):
            self.assertIn(said, text)

    def test_it_is_in_the_customers_language(self):
        """Days are written as the customer's language does, whoever prints it."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.partner_a.lang = "fr_FR"
        self._invoice("2024-02-10", 100.0)
        text = " ".join(self._print_pdf(REPORT, self._made()[0]))
        self.assertIn("10/02/2024", text)
        self.assertNotIn("02/10/2024", text)

    def test_an_empty_account_is_said_to_be_empty(self):
        dialog, made = self._made(partner_id=self.partner_b.id)
        self.assertFalse(made)
        self.assertIn("Nothing was invoiced", " ".join(self._print_pdf(REPORT, dialog)))

    # === who may, and what is asked === #

    def _reader(self, groups="subscription_rental.group_billing_reader"):
        return new_test_user(
            self.env,
            login=f"reader {groups}",
            groups=groups,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )

    def test_readers_and_accountants_print_it_and_clerks_do_not(self):
        self._invoice("2024-01-10", 100.0)
        for groups in (
            "subscription_rental.group_billing_reader",
            "account.group_account_invoice",
            "account.group_account_readonly",
        ):
            with self.subTest(groups):
                dialogs = self.env["subscription.statement.dialog"]
                dialogs = dialogs.with_user(self._reader(groups))
                dialog = dialogs.create({"partner_id": self.partner_a.id})
                self.assertEqual(len(dialog._get_customer_statements()), 1)
                action = dialog.action_print()
                self.assertEqual(action["report_name"], REPORT)
                reports = dialog.env["ir.actions.report"]
                html, _kind = reports._render_qweb_html(REPORT, dialog.ids)
                self.assertIn("100.00", html.decode())
                self.assertTrue(self._is_in_menu(dialog.env))
        clerk = self._clerk()
        self.assertFalse(self._is_in_menu(self.env(user=clerk)))
        with self.assertRaises(AccessError):
            dialog.with_user(clerk)._get_customer_statements()
        with self.assertRaises(AccessError):
            dialogs.with_user(clerk).create({"partner_id": self.partner_a.id})

    def _is_in_menu(self, env):
        """Return whether the menu Print of customers has it for the user of `env`."""
        found = env["ir.actions.actions"].get_bindings("res.partner").get("report", [])
        return "Statement of Account" in [action["name"] for action in found]

    def test_it_is_about_this_year_and_the_payer_of_the_subscription(self):
        payer = self.env["res.partner"].create({"name": "Payer"})
        rental = self._subscription(partner_invoice_id=payer.id)
        action = self.env.ref("subscription_rental.subscription_statement_action")
        about = {"active_model": rental._name, "active_id": rental.id}
        opened = action.with_user(self._reader()).with_context(**about).run()
        dialogs = self.env[opened["res_model"]].with_context(**opened["context"])
        dialog = dialogs.create({})
        self.assertEqual((dialog.partner_id, dialog.company_id), (payer, self.company))
        self.assertEqual(
            (dialog.date_from, dialog.date_to), (date(2024, 1, 1), date(2024, 6, 15))
        )

    def test_days_in_the_wrong_order_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "ends before it begins"):
            self._made("2024-06-01", "2024-05-01")
