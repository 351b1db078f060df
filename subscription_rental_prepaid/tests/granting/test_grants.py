from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestGrants(PrepaidCommon):
    """A pack that an invoice sells can be used while the invoice is paid (PK1)."""

    def test_it_can_be_used_once_it_is_paid(self):
        invoice = self._invoice(self.pack_at_use.product_id)
        pack = self._get_sold(invoice)
        self.assertEqual((pack.left, pack.free, pack.state), (10, 0, "waiting"))
        with self.assertRaisesRegex(UserError, "not paid"):
            pack._use_for("one", 1, self._day("2024-01-10"))
        self._pay(invoice)
        self.assertEqual((pack.left, pack.free, pack.state), (10, 10, "live"))
        self.assertEqual(pack.partner_id, self.ann)

    def test_what_is_sold_stands_on_its_account(self):
        self._sell(self.pack_at_use)
        self._sell(self.pack_at_sale)
        self.assertBooked(self.liability, 220.0)
        self.assertBooked(self.deferred, 181.82)

    def test_a_returned_payment_freezes_and_another_thaws(self):
        invoice = self._invoice(self.pack_at_use.product_id)
        self._pay(invoice)
        pack = self._get_sold(invoice)
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual((pack.state, pack.free), ("frozen", 0))
        self._pay(invoice)
        self.assertEqual((pack.state, pack.free), ("live", 10))

    def test_validity_counts_from_the_payment(self):
        self.pack_at_use.write({"validity_count": 6, "validity_unit": "month"})
        invoice = self._invoice(self.pack_at_use.product_id)
        pack = self._get_sold(invoice)
        self.assertFalse(pack.date_expiry)
        with freeze_time("2024-02-01 12:00:00"):
            self._pay(invoice)
        self.assertEqual(str(pack.date_expiry), "2024-07-31")

    def test_what_was_sold_keeps_its_terms(self):
        pack = self._sell(self.pack_at_use)
        self.massage.list_price = 99.0
        self.pack_at_use.write({"sessions": 3, "validity_count": 1, "is_shareable": True})
        self.pack_at_use.service_ids = [(5,), (0, 0, {"product_id": self.haircut.id})]
        self.pack_at_use.active = False
        self.assertEqual(pack.granted, 10)
        self.assertEqual(pack.service_ids.product_id, self.massage)
        self.assertEqual(pack.service_ids.single_price, 24.20)
        self.assertFalse(pack.is_shareable or pack.validity_count)

    def test_two_packs_on_a_line_are_twenty_sessions(self):
        pack = self._sell(self.pack_at_use, quantity=2)
        self.assertEqual((pack.left, pack.amount), (20, 440.0))

    def test_half_a_pack_is_refused(self):
        with self.assertRaisesRegex(UserError, "whole number"):
            self._invoice(self.pack_at_use.product_id, quantity=0.5)

    def test_nobody_in_particular_buys_none(self):
        public = self.env.ref("base.public_partner")
        with self.assertRaisesRegex(UserError, "by name"):
            self._invoice(self.pack_at_use.product_id, partner=public)

    def test_a_draft_again_takes_it_back_and_the_next_posting_grants_anew(self):
        invoice = self._invoice(self.pack_at_use.product_id)
        pack = self._get_sold(invoice)
        invoice.button_draft()
        self.assertEqual((pack.left, pack.granted), (0, 0))
        self.assertBooked(self.liability, 0.0)
        invoice.invoice_line_ids.quantity = 2
        invoice.action_post()
        self.assertEqual((pack.left, pack.granted), (20, 20))
        self.assertBooked(self.liability, 440.0)

    def test_a_used_pack_is_not_edited_away(self):
        pack = self._sell(self.pack_at_use)
        pack._use_for("one", 1, self._day("2024-01-10"))
        with self.assertRaisesRegex(UserError, "credit note"):
            pack.batch_ids.invoice_id.button_draft()

    def test_the_credit_note_of_an_unused_pack_takes_it_back(self):
        pack = self._sell(self.pack_at_use)
        self._credit(pack)
        self.assertEqual((pack.left, pack.amount_left), (0, 0))
        self.assertFalse(pack.activity_ids)
        self.assertBooked(self.liability, 0.0)

    def test_the_credit_note_of_a_used_pack_asks_a_person(self):
        pack = self._sell(self.pack_at_use)
        pack._use_for("one", 1, self._day("2024-01-10"))._create_entry(
            self.liability, self.sales, self.ann
        )
        self._credit(pack)
        self.assertEqual(pack.left, 0)
        self.assertBooked(self.liability, 0.0)
        self.assertIn("22.00", pack.activity_ids.note)
        self.assertIn("24.20", pack.activity_ids.note)

    def test_a_discount_afterwards_makes_the_sessions_cheaper(self):
        pack = self._sell(self.pack_at_use)
        self._credit(pack, price_unit=20.0)
        self.assertEqual((pack.left, pack.amount_left), (10, 200.0))
        self.assertBooked(self.liability, 200.0)
        use = pack._use_for("one", 1, self._day("2024-01-10"))
        self.assertEqual(use.amount, -20.0)

    def _credit(self, pack, **values):
        """Post a credit note of the invoice that sold a pack."""
        note = pack.batch_ids.invoice_id._reverse_moves([{"invoice_date": "2024-01-10"}])
        if values:
            note.invoice_line_ids.write(values)
        note.action_post()
        return note
