from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestEntries(PrepaidCommon):
    """What is in the books: the account says what the ledger says, to the cent (PK8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._subscription_today()

    def test_a_use_with_vat_at_use_pays_its_invoice_from_the_liability(self):
        pack = self._sell(self.pack_at_use)
        invoice = self._invoice(self.massage, price_unit=22 / 1.21)
        uses = pack._use_for("a", 1, self.today)
        uses._pay_invoice(invoice)
        self.assertEqual(invoice.amount_total, 22.0)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        receivable = self.ann.property_account_receivable_id
        self.assertEntry(uses.move_id, (self.liability, 22.0), (receivable, -22.0))
        self.assertEqual(uses.move_id.line_ids.partner_id, self.ann)
        self.assertEqual(uses.move_id.journal_id, self.company.rental_prepaid_journal_id)
        self.assertBooked(self.liability, 198.0)
        self.assertEqual(self._balance(self.sales), 18.18)
        self.assertEqual(self._balance(self.due_vat), 3.82)

    def test_a_use_with_vat_at_the_sale_releases_income(self):
        pack = self._sell(self.pack_at_sale)
        self.assertEqual(self._balance(self.due_vat), 38.18)
        uses = pack._use_for("a", 1, self.today)
        uses._release_income(self.sales, self.ann)
        self.assertEntry(uses.move_id, (self.deferred, 18.18), (self.sales, -18.18))
        self.assertBooked(self.deferred, 163.64)
        for key in range(9):
            pack._use_for(str(key), 1, self.today)._release_income(self.sales, self.ann)
        self.assertBooked(self.deferred, 0.0)
        self.assertEqual(self._balance(self.sales), 181.82)

    def test_undoing_reverses_the_release(self):
        pack = self._sell(self.pack_at_sale)
        pack._use_for("a", 1, self.today)._release_income(self.sales, self.ann)
        pack._undo_for("a", self.today)._take_off_books()
        self.assertBooked(self.deferred, 181.82)
        self.assertEqual(self._balance(self.sales), 0.0)

    def test_undoing_a_payment_leaves_the_invoice_unpaid(self):
        pack = self._sell(self.pack_at_use)
        invoice = self._invoice(self.massage, price_unit=22 / 1.21)
        pack._use_for("a", 1, self.today)._pay_invoice(invoice)
        pack._undo_for("a", self.today)._take_off_books()
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertBooked(self.liability, 220.0)

    def test_a_credit_note_gives_the_session_back(self):
        pack = self._sell(self.pack_at_use)
        invoice = self._invoice(self.massage, price_unit=22 / 1.21)
        pack._use_for("a", 1, self.today)._pay_invoice(invoice)
        note = invoice._reverse_moves([{"invoice_date": self.today}])
        note.action_post()
        pack._undo_for("a", self.today)._take_off_books(note)
        self.assertIn(note.payment_state, ("paid", "in_payment"))
        self.assertBooked(self.liability, 220.0)
        self.assertEqual(self._balance(self.sales), 0.0)
        self.assertEqual(self._balance(self.ann.property_account_receivable_id), 0.0)

    def test_what_expires_becomes_income(self):
        for offer in (self.pack_at_use, self.pack_at_sale):
            pack = self._sell(offer)
            pack._use_for("a" + pack.name, 4, self.today)._create_entry(
                pack._get_standing_account(), self.sales, self.ann
            )
            pack._hold_for("b" + pack.name, 1, self.today)
            pack._expire(pack.batch_ids, pack.left, self.today)
            self.assertEqual((pack.left, pack.held, pack.amount_left), (0, 0, 0))
            self.assertBooked(pack._get_standing_account(), 0.0)
        self.assertEqual(self._balance(self.breakage), 132.0 + 109.09)
