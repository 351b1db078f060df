from odoo import Command
from odoo.tests import freeze_time

from ..common import SubscriptionCommon


@freeze_time("2024-02-10 12:00:00")
class TestReceipts(SubscriptionCommon):
    """What was received is told, whichever way it was paid (LC7, LC8)."""

    def setUp(self):
        super().setUp()
        self.subscription = self._subscription()
        self.invoice = self._bill(self.subscription, "2024-01-01")

    def _pay(self, kind, amount):
        """Register a payment of the invoice by hand, in a journal of that kind."""
        journal = self.env["account.journal"].search(
            [("type", "=", kind), ("company_id", "=", self.company.id)], limit=1
        )
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        )
        register.create({"journal_id": journal.id, "amount": amount})._create_payments()

    def _transfer(self, amount):
        """Match a line of a bank statement with the invoice."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "payment_ref": "Rent of January",
                "partner_id": self.partner_a.id,
                "date": "2024-01-20",
                "amount": amount,
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        owed = self._get_owed(self.invoice)
        suspense.write({"account_id": owed.account_id.id})
        (suspense + owed).reconcile()

    def _get_owed(self, move):
        return move.line_ids.filtered(lambda line: line.display_type == "payment_term")

    def _credit(self, amount):
        """Settle a part of the invoice with a credit note of that total."""
        note = self.invoice.copy(
            {
                "move_type": "out_refund",
                "invoice_date": "2024-01-25",
                "invoice_line_ids": [
                    Command.create({"name": "Goodwill", "price_unit": amount})
                ],
            }
        )
        note.invoice_line_ids.filtered(lambda line: line.name != "Goodwill").unlink()
        note.invoice_line_ids.tax_ids = False
        note.action_post()
        (self._get_owed(note) + self._get_owed(self.invoice)).reconcile()

    def test_transfers_cash_and_credit_notes_are_listed(self):
        self.assertFalse(self.subscription._get_receipts())
        self._pay("cash", 10.0)
        self._transfer(12.0)
        self._credit(5.0)
        receipts = self.subscription._get_receipts()
        told = {row["what"].split(":")[0]: row["amount"] for row in receipts}
        amounts = {"Cash": "10.00", "Bank": "12.00", "Credit Note": "5.00"}
        self.assertEqual(set(told), set(amounts))
        for kind, amount in amounts.items():
            self.assertIn(amount, told[kind], kind)
        self.assertEqual({row["invoice"] for row in receipts}, {self.invoice.name})
        self.assertIn("12.00", self.subscription.receipts_html)

    def test_a_clerk_reads_them(self):
        self._pay("bank", 10.0)
        page = self.subscription.with_user(self._clerk())
        self.assertIn("10.00", page.receipts_html)

    def test_the_history_tells_of_a_transfer(self):
        self._transfer(12.0)
        told = [event["what"] for event in self.subscription._get_history()]
        start = f"Received for {self.invoice.name}, Bank:"
        self.assertTrue(any(what.startswith(start) for what in told), told)

    def test_finished_and_cancelled_are_filters_of_their_own(self):
        view = self.env.ref("subscription_rental.subscription_subscription_view_search")
        for state in ("finished", "cancelled"):
            self.assertIn(f"[('state', '=', '{state}')]", view.arch)
