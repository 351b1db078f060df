from odoo.tests import freeze_time, tagged

from ..common import TillCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestRefunds(TillCommon):
    """Refunds at the till follow the ledger (PK1, PK5)."""

    def test_refunding_a_use_gives_the_session_back(self):
        for offer in (self.pack_at_use, self.pack_at_sale):
            with self.subTest(offer.vat_kind):
                pack = self._sell_at_till(offer)[1]
                order = self._use_at_till(pack)
                self._refund(order)
                self.assertEqual((pack.left, pack.used), (10, 0))
                self.assertEqual(pack.amount_left, pack.amount)
        self._close()
        self.assertBooked(self.liability, 220.0)
        self.assertBooked(self.deferred, 181.82)
        self.assertEqual(self._balance(self.sales), 0.0)

    def test_a_session_is_not_paid_out_in_cash(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        order = self._use_at_till(pack)
        with self.assertRefused("Packs and credit pay"):
            self._refund(order, self.cash)
        self.assertEqual(pack.left, 9)

    def test_refunding_an_unused_pack_takes_it_back(self):
        order, pack = self._sell_at_till(self.pack_at_use)
        self._refund(order)
        self.assertEqual((pack.left, pack.granted, pack.amount), (0, 0, 0))
        self._close()
        self.assertBooked(self.liability, 0.0)

    def test_refunding_a_used_pack_is_a_persons_decision(self):
        order, pack = self._sell_at_till(self.pack_at_use)
        self._use_at_till(pack)
        with self.assertRefused("let the office decide"):
            self._refund(order)
        self.assertEqual(pack.left, 9)

    def test_refunding_a_claimed_pack_is_refused(self):
        order, pack = self._sell_at_till(self.pack_at_use)
        self._claim(pack)
        with self.assertRefused("about to be"):
            self._refund(order)

    def test_sessions_are_refunded_whole(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        order = self._use_at_till(pack, qty=2)
        half = self._line(self.massage, 22.0, qty=1, refunded_orderline_id=order.lines.id)
        half |= {
            "qty": -1,
            "price_subtotal": -half["price_subtotal"],
            "price_subtotal_incl": -half["price_subtotal_incl"],
        }
        with self.assertRefused("refunded whole"):
            self._send(self._ticket(half, payments=[(self.method, -22.0)]))

    def test_a_refund_with_its_invoice_takes_back_once(self):
        order, pack = self._sell_at_till(self.pack_at_use, to_invoice=True)
        refund = self._refund(order, to_invoice=True)
        self.assertEqual(refund.account_move.move_type, "out_refund")
        self.assertEqual((pack.left, pack.granted, pack.amount_left), (0, 0, 0))
        self._close()
        self.assertBooked(self.liability, 0.0)

    def test_the_next_day_a_refund_is_booked_in_its_own_session(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        order = self._use_at_till(pack)
        self._close()
        self.assertBooked(self.liability, 198.0)
        self.opened = self._open(self.till)
        self._refund(order)
        self._close()
        self.assertBooked(self.liability, 220.0)
        self.assertEqual(self._balance(self.sales), 0.0)
        self.assertEqual(self._balance(self.ann.property_account_receivable_id), 0.0)

    def _credit_in_the_office(self, order, post=True, **values):
        note = order.account_move._reverse_moves([{"invoice_date": "2024-01-10"}])
        if values:
            note.invoice_line_ids.write(values)
        if post:
            note.action_post()
        return note

    def assertAgreed(self):
        self.env.flush_all()
        journal = self.company.rental_prepaid_journal_id
        self.assertEqual(journal._get_prepaid_differences(), [])

    def test_the_offices_credit_note_gives_the_session_back(self):
        for offer in (self.pack_at_use, self.pack_at_sale):
            for close_before in (False, True):
                pack = self._sell_at_till(offer)[1]
                order = self._use_at_till(pack, to_invoice=True)
                if close_before:
                    self._close()
                with self.subTest(offer.vat_kind, close_before=close_before):
                    note = self._credit_in_the_office(order)
                    self.assertEqual((pack.left, pack.used), (10, 0))
                    self.assertEqual(note.amount_residual, 0.0)
                    self.assertAgreed()
                    note.button_draft()
                    self.assertEqual((pack.left, pack.used), (9, 1))
                    self.assertAgreed()
                    note.action_post()
                if close_before:
                    self.opened = self._open(self.till)
                with self.assertRefused("reset it to draft first"):
                    self._refund(order)
                self.assertAgreed()
        self._close()
        self.assertBooked(self.liability, 440.0)
        self.assertBooked(self.deferred, 363.64)
        self.assertEqual(self._balance(self.sales), 0.0)

    def test_the_office_gives_one_of_two_sessions_back(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        order = self._use_at_till(pack, qty=2, to_invoice=True)
        with self.assertRefused("whole sessions"):
            self._credit_in_the_office(order, quantity=0.5)
        self._credit_in_the_office(order, quantity=1)
        self.assertEqual((pack.left, pack.used), (9, 1))
        self.assertAgreed()
        self._close()
        self.assertBooked(self.liability, 198.0)

    def test_the_office_gives_credit_back(self):
        credit = self._sell_at_till(self.credit_offer)[1]
        till = self.till.with_user(self.cashier)
        till.rental_claim_credit(credit.id, self.ann.id, {"a": 10.0})
        line = self._line(
            self.massage, uuid="a", rental_prepaid_id=credit.id, rental_credit=10.0
        )
        payments = [(self.method, 10.0), (self.cash, 14.20)]
        order = self._send(self._ticket(line, payments=payments, to_invoice=True))
        half = self._credit_in_the_office(order, quantity=0.5)
        self.assertEqual((credit.left, half.amount_residual), (45.0, 7.10))
        self._credit_in_the_office(order, quantity=0.5)
        self.assertEqual(credit.left, 50.0)
        self._close()
        self.assertBooked(self.liability, 50.0)

    def test_what_the_till_gave_back_the_office_does_not_give_again(self):
        pack = self._sell_at_till(self.pack_at_use)[1]
        order = self._use_at_till(pack, to_invoice=True)
        self._refund(order, to_invoice=True)
        self.assertEqual(pack.left, 10)
        with self.assertRefused("at most the 0"):
            self._credit_in_the_office(order)
        self._close()
        self.assertBooked(self.liability, 220.0)

    def test_a_pack_is_paid_back_once(self):
        order, _pack = self._sell_at_till(self.pack_at_use)
        self._refund(order)
        with self.assertRefused("paid back already"):
            self._refund(order)

    def test_what_is_refunded_goes_back_at_its_price(self):
        sold, pack = self._sell_at_till(self.pack_at_use)
        used = self._use_at_till(pack)
        for order, methods in ((sold, [self.cash]), (used, [self.method, self.cash])):
            line = self._refund_line(order.lines)
            line |= {
                name: line[name] - 30.0
                for name in ("price_subtotal", "price_subtotal_incl")
            }
            amounts = [-order.amount_total, -30.0]
            if len(methods) == 1:
                amounts = [sum(amounts)]
            payments = list(zip(methods, amounts, strict=True))
            with self.subTest(order.name), self.assertRefused("at its price"):
                self._send(self._ticket(line, payments=payments))

    def test_what_the_office_credited_in_part_no_till_pays_back_whole(self):
        order, pack = self._sell_at_till(self.pack_at_use, to_invoice=True)
        self._credit_in_the_office(order, price_unit=100.0)
        with self.assertRefused("let the office pay the rest back"):
            self._refund(order)
        self.assertEqual((pack.left, pack.amount_left), (10, 120.0))
        self.assertAgreed()

    def test_of_a_pack_that_was_paid_back_no_use_is_refunded(self):
        order, pack = self._sell_at_till(self.pack_at_use, to_invoice=True)
        used = self._use_at_till(pack)
        note = self._credit_in_the_office(order)
        with self.assertRefused(note.name):
            self._refund(used)
        self.assertEqual(pack.left, 0)
        self.assertAgreed()
