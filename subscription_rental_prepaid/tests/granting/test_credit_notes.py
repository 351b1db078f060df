from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestCreditNotes(PrepaidCommon):
    """Credit notes of what sold packs and credit: whole, in part, and a draft again."""

    def _note(self, pack, **values):
        """Post a credit note of the invoice that sold a pack."""
        invoice = pack.batch_ids.invoice_id
        note = invoice._reverse_moves([{"invoice_date": "2024-01-10"}])
        if values:
            note.invoice_line_ids.write(values)
        note.action_post()
        return note

    def _sell_credit(self):
        product = self._service("Credit of 50", 50.0)
        offer = self.env["subscription.prepaid.offer"].create(
            {"product_id": product.id, "kind": "amount", "vat_kind": "at_use"}
        )
        return self._sell(offer)

    def test_half_of_credit_takes_half_of_it(self):
        credit = self._sell_credit()
        self._note(credit, price_unit=20.0)
        self.assertEqual((credit.left, credit.amount_left), (30, 30.0))
        self.assertBooked(self.liability, 30.0)

    def test_one_pack_of_three_takes_its_sessions(self):
        pack = self._sell(self.pack_at_use, quantity=3)
        self._note(pack, quantity=1)
        self.assertEqual((pack.left, pack.amount_left), (20, 440.0))
        self.assertEqual(pack._use_for("a", 1, self._day("2024-01-10")).amount, -22.0)

    def test_what_was_free_goes_with_what_was_paid(self):
        product = self.pack_at_use.product_id
        invoice = self._invoice(product, product, post=False)
        invoice.invoice_line_ids[0].discount = 100.0
        invoice.action_post()
        packs = self._get_sold(invoice)
        self.assertEqual(sum(packs.mapped("left")), 20)
        invoice._reverse_moves([{"invoice_date": "2024-01-10"}]).action_post()
        self.assertEqual(packs.mapped("left"), [0, 0])
        self.assertBooked(self.liability, 0.0)

    def test_an_offer_that_is_gone_changes_nothing(self):
        gone, changed = self._sell(self.pack_at_use), self._sell(self.pack_at_sale)
        self.pack_at_use.unlink()
        self.pack_at_sale.product_id = self._service("Another", 1.0)
        for pack, account in ((gone, self.liability), (changed, self.deferred)):
            self._note(pack)
            self.assertEqual(pack.left, 0)
            self.assertBooked(account, 0.0)

    def test_a_credit_note_that_is_a_draft_again_took_nothing_back(self):
        for values in ({}, {"price_unit": 20.0}, {"price_unit": 100.0}):
            pack = self._sell(self.pack_at_use)
            before = self._balance(self.liability)
            note = self._note(pack, **values)
            taken = before - self._balance(self.liability)
            with self.subTest(values):
                note.button_draft()
                self.assertEqual((pack.left, pack.amount_left), (10, 220.0))
                self.assertEqual(pack.amount, 220.0)
                self.assertBooked(self.liability, before)
                note.action_post()
                self.assertBooked(self.liability, before - taken)

    def test_a_refund_that_a_person_decided_is_undone_with_its_income(self):
        pack = self._sell(self.pack_at_use)
        dialogs = self.env["subscription.prepaid.refund.dialog"]
        action = dialogs.create({"prepaid_id": pack.id, "amount": 200.0}).action_refund()
        note = self.env["account.move"].browse(action["res_id"])
        for _ in range(2):
            note.action_post()
            self.assertEqual((pack.left, self._balance(self.breakage)), (0, 20.0))
            self.assertBooked(self.liability, 0.0)
            note.button_draft()
            self.assertEqual((pack.left, self._balance(self.breakage)), (10, 0.0))
            self.assertBooked(self.liability, 220.0)
