from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestGivenBack(PrepaidCommon):
    """Credit notes give back what was used, in part too, and take it again (PK3, PK5)."""

    def _used(self, pack, quantity=1):
        invoice = self._invoice(self.massage, post=False, quantity=quantity)
        invoice.invoice_line_ids._spend_prepaid(pack)
        invoice.action_post()
        return invoice

    def _note(self, invoice, post=True, **values):
        note = invoice._reverse_moves([{"invoice_date": "2024-01-10"}])
        if values:
            note.invoice_line_ids.write(values)
        if post:
            note.action_post()
        return note

    def assertOutstanding(self, pack, account):
        """Check that the account stands for what is left of the only pack on it."""
        self.assertBooked(account, pack.amount_left)

    def test_one_of_two_sessions_is_given_back(self):
        for offer, account in (
            (self.pack_at_use, self.liability),
            (self.pack_at_sale, self.deferred),
        ):
            pack = self._sell(offer)
            invoice = self._used(pack, 2)
            with self.subTest(offer.vat_kind):
                note = self._note(invoice, quantity=1)
                self.assertEqual((pack.left, pack.used), (9, 1))
                self.assertEqual(note.amount_residual, 0.0)
                self.assertOutstanding(pack, account)
                self._note(invoice, quantity=1)
                self.assertEqual((pack.left, pack.used), (10, 0))
                self.assertEqual(pack.amount_left, pack.amount)
                self.assertOutstanding(pack, account)
        self.assertEqual(self._balance(self.sales), 0.0)

    def test_thirds_are_given_back_to_the_cent(self):
        offer = self._offer("Three", 100.0, vat_kind="at_use", sessions=3)
        pack = self._sell(offer)
        invoice = self._used(pack, 3)
        for left in (1, 2, 3):
            self._note(invoice, quantity=1)
            self.assertEqual(pack.left, left)
            self.assertOutstanding(pack, self.liability)
        for _ in range(3):
            self._used(pack)
            self.assertOutstanding(pack, self.liability)
        self.assertEqual((pack.left, pack.amount_left), (0, 0.0))

    def test_what_is_no_whole_session_at_its_price_is_refused(self):
        pack = self._sell(self.pack_at_use)
        invoice = self._used(pack, 2)
        for values in ({"quantity": 1.5}, {"price_unit": 5.0}, {"quantity": 3}):
            note = self._note(invoice, post=False, **values)
            with self.subTest(values), self.assertRaisesRegex(UserError, "whole sessions"):
                note.action_post()
        self.assertEqual((pack.left, pack.used), (8, 2))

    def test_a_session_is_given_back_once(self):
        pack = self._sell(self.pack_at_use)
        invoice = self._used(pack)
        self._note(invoice)
        with self.assertRaisesRegex(UserError, "at most the 0"):
            self._note(invoice)
        self.assertOutstanding(pack, self.liability)

    def test_a_line_that_is_not_credited_gives_nothing_back(self):
        pack = self._sell(self.pack_at_use)
        invoice = self._invoice(self.massage, self.haircut, post=False)
        invoice.invoice_line_ids[0]._spend_prepaid(pack)
        invoice.action_post()
        note = self._note(invoice, post=False)
        note.invoice_line_ids.filtered("rental_prepaid_line_id").unlink()
        note.action_post()
        self.assertEqual((pack.left, note.amount_total), (9, 36.30))

    def test_a_note_that_is_a_draft_again_takes_the_session_again(self):
        for offer, account in (
            (self.pack_at_use, self.liability),
            (self.pack_at_sale, self.deferred),
        ):
            pack = self._sell(offer)
            invoice = self._used(pack, 2)
            for quantity in (2, 1):
                note = self._note(invoice, quantity=quantity)
                with self.subTest(f"{offer.vat_kind} {quantity}"):
                    self.assertEqual(pack.left, 8 + quantity)
                    note.button_draft()
                    self.assertEqual((pack.left, pack.used), (8, 2))
                    self.assertOutstanding(pack, account)
                    self.assertEqual(invoice.amount_residual, 0.0)
                    note.action_post()
                    self.assertEqual(pack.left, 8 + quantity)
                    self.assertOutstanding(pack, account)
                    note.button_draft()
                    note.unlink()
                    self.assertEqual((pack.left, pack.used), (8, 2))
                    self.assertOutstanding(pack, account)
        self.assertEqual(self._balance(self.sales), 72.72)

    def test_what_was_spent_or_claimed_since_is_not_taken_again(self):
        offer = self._offer("One", 20.0, vat_kind="at_use", sessions=1)
        pack = self._sell(offer)
        note = self._note(self._used(pack))
        claim = self._invoice(self.massage, post=False)
        claim.action_use_prepaid()
        with self.assertRaisesRegex(UserError, "since"), self.env.cr.savepoint():
            note.button_draft()
        claim.action_post()
        with self.assertRaisesRegex(UserError, "since"), self.env.cr.savepoint():
            note.button_draft()
        self.assertEqual((note.state, pack.left, pack.used), ("posted", 0, 1))
        self.assertOutstanding(pack, self.liability)

    def test_cents_that_no_session_stands_for_are_booked(self):
        offer = self._offer("Three", 100.0, vat_kind="at_use", sessions=3)
        pack = self._sell(offer)
        _first, second = self._used(pack), self._used(pack)
        note = self._note(second)
        self._used(pack)
        note.button_draft()
        self.assertEqual((pack.left, pack.amount_left), (0, 0.0))
        self.assertOutstanding(pack, self.liability)
        self.assertEqual(self._balance(self.breakage), -0.01)

    def test_what_a_note_gave_back_stands_until_it_is_a_draft(self):
        pack = self._sell(self.pack_at_use)
        invoice = self._used(pack, 2)
        note = self._note(invoice, quantity=1)
        with self.assertRaisesRegex(UserError, "reset it to draft first"):
            invoice.button_draft()
        note.button_draft()
        invoice.button_draft()
        self.assertEqual((pack.left, pack.held, pack.used), (10, 2, 0))
        self.assertOutstanding(pack, self.liability)

    def test_credit_is_given_back_and_taken_again(self):
        product = self._service("Credit of 50", 50.0)
        offer = self.env["subscription.prepaid.offer"].create(
            {"product_id": product.id, "kind": "amount", "vat_kind": "at_use"}
        )
        credit = self._sell(offer)
        invoice = self._invoice(self.massage, post=False)
        self.env["subscription.prepaid.spending"]._plan_spending(credit, invoice, 10.0)
        invoice.action_post()
        self.assertEqual((credit.left, invoice.amount_residual), (40, 14.20))
        note = self._note(invoice)
        # What was not paid by credit is not paid any more, either.
        self.assertEqual((credit.left, note.amount_residual), (50, 0.0))
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assertOutstanding(credit, self.liability)
        with self.assertRaisesRegex(UserError, "reset it to draft first"):
            invoice.button_draft()
        note.button_draft()
        self.assertEqual(credit.left, 40)
        self.assertOutstanding(credit, self.liability)
        note.action_post()
        self.assertEqual((credit.left, note.amount_residual), (50, 0.0))
        self.assertOutstanding(credit, self.liability)
        note.button_draft()
        note.unlink()
        self.assertEqual((credit.left, invoice.amount_residual), (40, 14.20))
        self.assertOutstanding(credit, self.liability)

    def test_a_credit_note_of_a_part_gives_the_same_part_of_the_credit_back(self):
        offer = self._offer(
            "Credit of 50", 50.0, service_ids=[], kind="amount", vat_kind="at_use"
        )
        credit = self._sell(offer)
        # 72.60, of which credit pays 33.33.
        invoice = self._invoice(self.massage, post=False, quantity=3)
        self.env["subscription.prepaid.spending"]._plan_spending(credit, invoice, 33.33)
        invoice.action_post()
        self._pay(invoice)
        self.assertEqual(credit.left, 16.67)
        first = self._note(invoice, quantity=1)
        # The rest of the 24.20 is money.
        self.assertEqual((credit.left, first.amount_residual), (27.78, 13.09))
        self.assertOutstanding(credit, self.liability)
        first.button_draft()
        self.assertEqual(credit.left, 16.67)
        first.action_post()
        self.assertEqual((credit.left, first.amount_residual), (27.78, 13.09))
        last = self._note(invoice, quantity=2)
        self.assertEqual((credit.left, last.amount_residual), (50.0, 26.18))
        self.assertOutstanding(credit, self.liability)

    def test_the_part_that_a_session_paid_gives_no_credit_back(self):
        self.pack_at_use.service_ids.product_id = self.haircut
        pack = self._sell(self.pack_at_use)
        offer = self._offer(
            "Credit of 50", 50.0, service_ids=[], kind="amount", vat_kind="at_use"
        )
        credit = self._sell(offer)
        # 24.20 by credit, and 22.00 by a session.
        invoice = self._invoice(self.massage, self.haircut, post=False)
        invoice.invoice_line_ids[1]._spend_prepaid(pack)
        self.env["subscription.prepaid.spending"]._plan_spending(credit, invoice, 24.2)
        invoice.action_post()
        note = invoice._reverse_moves([{"invoice_date": "2024-01-10"}])
        note.invoice_line_ids.filtered(lambda one: one.product_id == self.massage).unlink()
        note.action_post()
        self.assertEqual((credit.left, pack.left), (25.8, 10))
        self.assertEqual(note.amount_residual, 0.0)
