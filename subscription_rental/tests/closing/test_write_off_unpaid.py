from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common_selling import SellingCommon
from ..common_write_off import LATE, WriteOffCommon

UNDO_FIRST = "undo it in the list"


@freeze_time(f"{LATE} 12:00:00")
class TestWrittenOffIsNotPaid(WriteOffCommon, SellingCommon):
    """BI16: what is written off nobody has paid, and it stays settled until undone."""

    # === nothing follows as from a payment === #

    def test_what_waits_for_its_payment_goes_on_waiting(self):
        self.company.subscription_write_off_old_days = 100
        with freeze_time("2024-01-10 12:00:00"):
            rental = self._confirm(self._rental(self._plan(start_on_payment=True)))
        invoice = rental.period_ids.move_line_ids.move_id
        row = self._write_off(invoice)
        self.assertTrue(invoice.rental_is_written_off)
        self.assertEqual((rental.state, rental.date_paid), ("scheduled", False))
        row.action_undo()
        self.assertEqual(rental.state, "scheduled")
        self._pay(invoice, LATE)
        self.assertEqual(rental.state, "active")

    def test_a_due_date_is_not_renewed(self):
        domain = self._product("Domain")
        domain.write({"rental_duration_count": 1, "rental_duration_unit": "year"})
        due = self.env["subscription.due.date"].create(
            {
                "name": "example.com",
                "partner_id": self.partner_a.id,
                "product_id": domain.id,
                "amount": 15.0,
                "date_start": "2023-01-31",
            }
        )
        invoice = self._invoice(is_over=False, plan={"invoice_mode": "draft"})
        invoice.write(
            {
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": domain.id,
                            "price_unit": 18.0,
                            "tax_ids": [Command.clear()],
                            "rental_due_date_id": due.id,
                        }
                    )
                ]
            }
        )
        invoice.action_post()
        invoice.line_ids.rental_subscription_id._cancel(date(2024, 1, 1), with_fee=False)
        row = self._write_off(invoice)
        self.assertFalse(due.next_ids)
        self.assertFalse(invoice._is_paid_for())
        row.action_undo()
        self._pay(invoice, LATE)
        self.assertTrue(due.next_ids)

    # === it stays settled by its entry === #

    def test_it_is_not_taken_off_its_entry_by_hand(self):
        invoice = self._invoice()
        row = self._write_off(invoice)
        partial = invoice.line_ids.matched_credit_ids
        with self.assertRaisesRegex(UserError, UNDO_FIRST):
            invoice.js_remove_outstanding_partial(partial.id)
        with self.assertRaisesRegex(UserError, UNDO_FIRST):
            invoice.line_ids.remove_move_reconcile()
        self.assertTrue(partial.exists())
        self.assertEqual(invoice.payment_state, "reversed")
        row.action_undo()
        self.assertFalse(partial.exists())
        self.assertOwed(invoice, 34.5)

    def test_it_is_not_credited(self):
        invoice = self._invoice()
        row = self._write_off(invoice)
        values = [{"invoice_date": self.today}]
        for cancel in (True, False):
            with self.subTest(cancel=cancel):
                with self.assertRaisesRegex(UserError, "undo that first"):
                    invoice._reverse_moves(values, cancel=cancel)
                with self.assertRaisesRegex(UserError, UNDO_FIRST):
                    row.entry_id._reverse_moves([{"date": self.today}], cancel=cancel)
        self.assertFalse(invoice.reversal_move_ids)
        row.action_undo()
        invoice._reverse_moves(values, cancel=True)
        self.assertEqual(invoice.reversal_move_ids.state, "posted")

    def test_its_entry_is_no_credit_of_the_customer(self):
        lines = self.env["account.move.line"]
        row = self._write_off(self._invoice())
        owed = row.entry_id.line_ids.filtered(
            lambda one: one.account_id.account_type == "asset_receivable"
        )
        # As if somebody had got at the items past all buttons.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET reconciled = false,"
            " amount_residual = balance, amount_residual_currency = amount_currency"
            " WHERE id = %s",
            [owed.id],
        )
        self.env.invalidate_all()
        paid = self._on_account(10.0).move_id.line_ids
        found = lines.search(lines.move_id._open_credit_domain(self.company, self.today))
        self.assertIn(found, paid)
        self.assertNotIn(owed, found)

    # === taxes === #

    def test_of_taxes_that_stay_owed_only_those_of_payments_come_back(self):
        self.company.tax_exigibility = True
        later = self.env["account.account"].create(
            {
                "name": "Tax",
                "code": "259901",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        by_payment = self.tax.copy(
            {
                "name": "By payment",
                "amount": 10.0,
                "tax_exigibility": "on_payment",
                "cash_basis_transition_account_id": later.id,
            }
        )
        invoice = self._invoice(is_over=False, plan={"invoice_mode": "draft"})
        invoice.invoice_line_ids[0].copy(
            {"move_id": invoice.id, "price_unit": 50.0, "tax_ids": by_payment.ids}
        )
        invoice.action_post()
        invoice.line_ids.rental_subscription_id._cancel(date(2024, 1, 1), with_fee=False)
        row = self._write_off(invoice)
        self.assertEqual(row.entry_id.line_ids.tax_line_id, by_payment)
        # 30.00 with its 4.50 of taxes, and 50.00 without its 5.00.
        self.assertEqual(self._amounts(row.entry_id)[self.loss], 34.5 + 50.0)
        self.assertAlmostEqual(self._balance(later, LATE), 0.0)
        account = self.tax.invoice_repartition_line_ids.account_id
        self.assertAlmostEqual(sum(self._balance(one, LATE) for one in account), -4.5)

    # === undone where its entry cannot be changed === #

    def _undo(self, row):
        """Undo this write-off; check that its entry stays, and is reversed today."""
        entry = row.entry_id
        row.action_undo()
        self.assertEqual((row.state, entry.state), ("kept", "posted"))
        self.assertEqual(entry.reversal_move_ids.mapped("date"), [self.today])
        self.assertOwed(row.move_id, 34.5)
        self.assertAlmostEqual(self._balance(self.loss, LATE), 0.0)

    def test_in_a_secured_journal_it_is_reversed(self):
        self.company.subscription_deferral_journal_id.restrict_mode_hash_table = True
        row = self._write_off(self._invoice())
        self.assertTrue(row.entry_id.inalterable_hash)
        self._undo(row)

    def test_what_was_booked_decides_whether_taxes_are_locked(self):
        self.company.subscription_write_off_taxes = "back"
        row = self._write_off(self._invoice(), date="2024-04-30")
        self.company.subscription_write_off_taxes = "keep"
        self.company.tax_lock_date = "2024-05-31"
        self._undo(row)
