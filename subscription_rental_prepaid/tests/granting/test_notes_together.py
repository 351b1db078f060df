from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestNotesTogether(PrepaidCommon):
    """What is credited of a pack, and what is left of it, is never more than its price."""

    def _note(self, invoice, **values):
        note = invoice._reverse_moves([{"invoice_date": "2024-01-10"}])
        if values:
            note.invoice_line_ids.write(values)
        note.action_post()
        return note

    def _used(self, pack, quantity=1):
        invoice = self._invoice(self.massage, post=False, quantity=quantity)
        invoice.invoice_line_ids._spend_prepaid(pack)
        invoice.action_post()
        return invoice

    def assertRefused(self, text):
        return self.assertRaisesRegex(UserError, text)

    def test_parts_of_a_price_never_exceed_it_together(self):
        for offer in (self.pack_at_use, self.pack_at_sale):
            pack = self._sell(offer)
            self._used(pack, 2)
            sold = pack.batch_ids.move_line_id
            with self.subTest(offer.vat_kind):
                self._note(sold.move_id, price_unit=sold.price_unit * 0.75)
                with self.assertRefused("at most the"), self.env.cr.savepoint():
                    self._note(sold.move_id, price_unit=sold.price_unit * 0.5)
                self._note(sold.move_id, price_unit=sold.price_unit * 0.25)
                with self.assertRefused("paid back already"), self.env.cr.savepoint():
                    self._note(sold.move_id, price_unit=0.01)
                self.assertBooked(pack.batch_ids.account_id, pack.amount_left)

    def test_nor_does_one_alone(self):
        pack = self._sell(self.pack_at_use)
        with self.assertRefused("at most the"), self.env.cr.savepoint():
            self._note(pack.batch_ids.invoice_id, price_unit=220.01)
        self.assertEqual(pack.left, 10)

    def test_nor_with_what_a_person_decided(self):
        pack = self._sell(self.pack_at_use)
        self._used(pack)
        dialogs = self.env["subscription.prepaid.refund.dialog"]
        action = dialogs.create({"prepaid_id": pack.id, "amount": 150.0}).action_refund()
        self.env["account.move"].browse(action["res_id"]).action_post()
        with self.assertRefused("at most the"), self.env.cr.savepoint():
            self._note(pack.batch_ids.invoice_id, price_unit=100.0)
        self._note(pack.batch_ids.invoice_id, price_unit=70.0)

    def test_nor_of_credit(self):
        offer = self._offer(
            "Credit of 50", 50.0, service_ids=[], kind="amount", vat_kind="at_use"
        )
        credit = self._sell(offer)
        invoice = credit.batch_ids.invoice_id
        self._note(invoice, price_unit=30.0)
        with self.assertRefused("at most the"), self.env.cr.savepoint():
            self._note(invoice, price_unit=30.0)
        self.assertEqual(credit.left, 20.0)

    def test_a_note_that_is_a_draft_again_does_not_count(self):
        pack = self._sell(self.pack_at_use)
        invoice = pack.batch_ids.invoice_id
        first = self._note(invoice, price_unit=150.0)
        first.button_draft()
        second = self._note(invoice, price_unit=100.0)
        with self.assertRefused("at most the"), self.env.cr.savepoint():
            first.action_post()
        second.button_draft()
        first.action_post()
        self.assertEqual(pack.amount_left, 70.0)

    def test_thirds_that_are_rounded_apart_are_a_whole(self):
        self.pack_at_sale.product_id.list_price = 60.606
        pack = self._sell(self.pack_at_sale, quantity=3)
        for left in (20, 10, 0):
            self._note(pack.batch_ids.invoice_id, quantity=1)
            self.assertEqual(pack.left, left)
        self.assertBooked(self.deferred, 0.0)

    def test_a_price_is_counted_in_the_currency_of_its_invoice(self):
        other = self.env.ref("base.EUR")
        other.active = True
        self.env["res.currency.rate"].create(
            [
                {"currency_id": other.id, "company_id": self.company.id, **rate}
                for rate in (
                    {"name": "2024-01-01", "rate": 1.0},
                    {"name": "2024-01-10", "rate": 2.0},
                    {"name": "2024-01-11", "rate": 0.5},
                )
            ]
        )
        invoice = self._invoice(self.pack_at_use.product_id, day="2024-01-10", post=False)
        invoice.currency_id = other
        invoice.invoice_line_ids.price_unit = 220.0
        invoice.action_post()
        self._pay(invoice)
        pack = self._get_sold(invoice)
        note = invoice._reverse_moves(
            [{"date": "2024-01-11", "invoice_date": "2024-01-11"}]
        )
        note.action_post()
        self.assertEqual((pack.left, note.amount_total), (0, 220.0))
        self.assertNotEqual(note.amount_total_signed, -invoice.amount_total_signed)
        with self.assertRefused("paid back already"):
            self._note(invoice, price_unit=1.0)

    # === uses that go back === #

    def test_of_a_price_that_was_all_paid_back_no_use_goes_back(self):
        for offer in (self.pack_at_use, self.pack_at_sale):
            pack = self._sell(offer)
            used = self._used(pack, 2)
            note = self._note(pack.batch_ids.invoice_id)
            with self.subTest(offer.vat_kind):
                for undo in (
                    lambda invoice=used: self._note(invoice, quantity=1),
                    lambda invoice=used: invoice.button_draft(),
                ):
                    with self.assertRefused(note.name), self.env.cr.savepoint():
                        undo()
                self.assertEqual((pack.left, pack.used), (0, 2))
                self.assertBooked(pack.batch_ids.account_id, 0.0)
                note.button_draft()
                self._note(used)
                note.action_post()
                self.assertEqual((pack.left, pack.used), (0, 0))
                self.assertBooked(pack.batch_ids.account_id, 0.0)
                self.assertEqual(self._balance(self.breakage), 0.0)

    def test_nor_where_more_than_the_rest_was_paid_back(self):
        pack = self._sell(self.pack_at_use)
        used = self._used(pack)
        invoice = pack.batch_ids.invoice_id
        note = self._note(invoice, price_unit=210.0)
        with self.assertRefused(note.name), self.env.cr.savepoint():
            self._note(used)
        note.button_draft()
        # What is worth what is not paid back is the customer's.
        self._note(invoice, price_unit=198.0)
        self._note(used)
        self.assertEqual((pack.left, pack.amount_left), (1, 22.0))

    def test_what_was_handed_on_is_of_the_same_sale(self):
        self.pack_at_use.is_giftable = True
        pack = self._sell(self.pack_at_use)
        taken = pack._transfer_prepaid(self.bob, self._day("2024-01-10"))
        used = self._invoice(self.massage, partner=self.bob, post=False)
        used.invoice_line_ids._spend_prepaid(taken)
        used.action_post()
        note = self._note(pack.batch_ids.invoice_id)
        with self.assertRefused(note.name), self.env.cr.savepoint():
            self._note(used)
        self.assertEqual((pack.left, taken.left), (0, 0))

    def test_what_cost_nothing_goes_back(self):
        product = self.pack_at_use.product_id
        invoice = self._invoice(product, post=False)
        invoice.invoice_line_ids = [
            Command.update(invoice.invoice_line_ids.id, {"discount": 100})
        ]
        invoice.action_post()
        pack = self._get_sold(invoice)
        self._note(self._used(pack))
        self.assertEqual(pack.left, 10)
