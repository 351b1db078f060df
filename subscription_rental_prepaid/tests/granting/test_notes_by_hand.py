from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestNotesByHand(PrepaidCommon):
    """Credit notes that would take packs off the books and off no ledger (PK8)."""

    def _by_hand(self, *products, **values):
        return self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.ann.id,
                "invoice_date": "2024-01-10",
                "invoice_line_ids": [
                    Command.create({"product_id": one.id, **values}) for one in products
                ],
            }
        )

    def _note(self, invoice, **values):
        note = invoice._reverse_moves([{"invoice_date": "2024-01-10"}])
        if values:
            note.invoice_line_ids.write(values)
        note.action_post()
        return note

    def test_by_hand_no_pack_is_credited(self):
        for offer, account in (
            (self.pack_at_use, self.liability),
            (self.pack_at_sale, self.deferred),
        ):
            pack = self._sell(offer)
            before = pack.amount_left
            note = self._by_hand(offer.product_id)
            with self.assertRaisesRegex(UserError, "Pay Back"), self.env.cr.savepoint():
                note.action_post()
            self.assertEqual(pack.left, 10)
            self.assertBooked(account, before)

    def test_nor_on_the_credit_note_of_something_else(self):
        self._sell(self.pack_at_use)
        note = self._invoice(self.massage)._reverse_moves([{"invoice_date": "2024-01-10"}])
        product = self.pack_at_use.product_id
        note.invoice_line_ids = [Command.create({"product_id": product.id})]
        with self.assertRaisesRegex(UserError, "Pay Back"):
            note.action_post()

    def test_what_was_sold_before_there_was_an_offer_is_credited_as_it_was(self):
        product = self._service("Voucher", 50.0)
        invoice = self._invoice(product)
        self.env["subscription.prepaid.offer"].create(
            {"product_id": product.id, "kind": "amount", "vat_kind": "at_use"}
        )
        self._note(invoice)
        self._by_hand(self.massage).action_post()
        self.assertEqual(self._balance(self.liability), 0.0)

    def test_a_pack_is_paid_back_once(self):
        pack = self._sell(self.pack_at_use)
        invoice = pack.batch_ids.invoice_id
        self._note(invoice)
        with self.assertRaisesRegex(UserError, "already"), self.env.cr.savepoint():
            self._note(invoice)
        self.assertBooked(self.liability, 0.0)

    def test_nor_is_a_used_one_paid_back_twice(self):
        for offer in (self.pack_at_use, self.pack_at_sale):
            with self.subTest(offer.vat_kind):
                pack = self._sell(offer)
                used = self._invoice(self.massage, post=False, quantity=2)
                used.invoice_line_ids._spend_prepaid(pack)
                used.action_post()
                invoice = pack.batch_ids.invoice_id
                note = self._note(invoice)
                with self.assertRaisesRegex(UserError, "already"), self.env.cr.savepoint():
                    self._note(invoice)
                # A session that went back would be worth money that was paid back.
                with self.assertRaisesRegex(UserError, note.name), self.env.cr.savepoint():
                    self._note(used, quantity=1)
                with self.assertRaisesRegex(UserError, "already"), self.env.cr.savepoint():
                    self._note(invoice)
                self.assertEqual((pack.left, pack.amount_left), (0, 0.0))
                self.assertEqual(note.amount_total, invoice.amount_total)
                self.assertBooked(pack.batch_ids.account_id, pack.amount_left)

    def test_a_note_that_is_a_draft_again_has_paid_nothing_back(self):
        pack = self._sell(self.pack_at_use)
        note = self._note(pack.batch_ids.invoice_id)
        note.button_draft()
        note.action_post()
        self.assertEqual(pack.left, 0)
        self.assertBooked(self.liability, 0.0)

    def test_two_drafts_of_what_a_person_decided_pay_it_back_once(self):
        pack = self._sell(self.pack_at_use)
        used = self._invoice(self.massage, post=False)
        used.action_use_prepaid()
        used.action_post()
        notes = self.env["account.move"]
        for _draft in range(2):
            dialog = self.env["subscription.prepaid.refund.dialog"].create(
                {"prepaid_id": pack.id, "amount": 100.0}
            )
            notes |= notes.browse(dialog.action_refund()["res_id"])
        notes[0].action_post()
        with self.assertRaisesRegex(UserError, "already"):
            notes[1].action_post()

    def test_who_pays_a_used_up_pack_back_bears_it_and_a_person_is_told(self):
        offer = self._offer("One", 20.0, vat_kind="at_use", sessions=1)
        pack = self._sell(offer)
        invoice = self._invoice(self.massage, post=False)
        invoice.action_use_prepaid()
        invoice.action_post()
        note = self._note(pack.batch_ids.invoice_id)
        self.assertBooked(self.liability, 0.0)
        self.assertEqual(self._balance(self.breakage), -20.0)
        self.assertIn(note.name, pack.activity_ids.note)
