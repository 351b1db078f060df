from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import PrepaidCommon


@freeze_time("2024-01-10 12:00:00")
class TestSessions(PrepaidCommon):
    """Sessions pay for lines of orders and invoices, and are given back (PK3, PK6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pack = cls._sell(cls.pack_at_use)

    def _order(self, *products, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.ann.id,
                "order_line": [
                    Command.create({"product_id": one.id, **values}) for one in products
                ],
            }
        )

    def test_an_invoice_offers_a_session_and_its_posting_uses_it(self):
        invoice = self._invoice(self.massage, post=False)
        self.assertEqual(
            invoice.rental_prepaid_hint, "10 sessions left of Ten massages: use one."
        )
        invoice.action_use_prepaid()
        self.assertEqual(invoice.amount_total, 22.0)
        self.assertEqual((self.pack.left, self.pack.free), (10, 9))
        self.assertFalse(invoice.rental_prepaid_hint)
        invoice.action_post()
        self.assertEqual((self.pack.left, self.pack.held), (9, 0))
        self.assertEqual(self.pack.movement_ids[0].place, invoice.name)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertBooked(self.liability, 198.0)
        self.assertEqual(self._balance(self.sales), 18.18)

    def test_a_taxed_session_costs_nothing_and_releases_its_income(self):
        self.pack = self._sell(self.pack_at_sale, partner=self.bob)
        invoice = self._invoice(self.massage, partner=self.bob, post=False)
        invoice.action_use_prepaid()
        self.assertEqual(invoice.amount_total, 0.0)
        invoice.action_post()
        self.assertBooked(self.deferred, 163.64)
        self.assertEqual(self._balance(self.sales), 18.18)
        self.assertEqual(self._balance(self.due_vat), 38.18)

    def test_nothing_is_offered_to_others_or_for_something_else(self):
        other = self._invoice(self.massage, partner=self.bob, post=False)
        haircut = self._invoice(self.haircut, post=False)
        for invoice in (other, haircut):
            self.assertFalse(invoice.rental_prepaid_hint)
            with self.assertRaises(UserError):
                invoice.action_use_prepaid()
        with self.assertRaisesRegex(UserError, "another customer"):
            other.invoice_line_ids._spend_prepaid(self.pack)

    def test_undoing_gives_price_and_session_back(self):
        invoice = self._invoice(self.massage, post=False)
        invoice.action_use_prepaid()
        invoice.action_undo_prepaid()
        self.assertEqual(invoice.amount_total, 24.20)
        self.assertEqual((self.pack.held, self.pack.free), (0, 10))

    def test_what_a_pack_pays_is_not_edited(self):
        invoice = self._invoice(self.massage, post=False)
        invoice.action_use_prepaid()
        for vals in ({"quantity": 2}, {"price_unit": 1.0}, {"discount": 10.0}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "undo that first"):
                invoice.invoice_line_ids.write(vals)

    def test_a_draft_again_gives_back_and_claims(self):
        invoice = self._used()
        invoice.button_draft()
        self.assertEqual((self.pack.left, self.pack.held, self.pack.used), (10, 1, 0))
        self.assertBooked(self.liability, 220.0)
        invoice.action_post()
        self.assertEqual((self.pack.left, self.pack.held), (9, 0))
        self.assertBooked(self.liability, 198.0)

    def _used(self):
        invoice = self._invoice(self.massage, post=False)
        invoice.action_use_prepaid()
        invoice.action_post()
        return invoice

    def test_a_deleted_or_cancelled_draft_gives_its_claim_back(self):
        for end in ("unlink", "button_cancel"):
            invoice = self._invoice(self.massage, post=False)
            invoice.action_use_prepaid()
            getattr(invoice, end)()
            with self.subTest(end):
                self.assertEqual((self.pack.left, self.pack.held), (10, 0))

    def test_a_credit_note_gives_the_session_back(self):
        invoice = self._used()
        note = invoice._reverse_moves([{"invoice_date": "2024-01-10"}])
        note.action_post()
        self.assertEqual((self.pack.left, self.pack.used), (10, 0))
        self.assertIn(note.payment_state, ("paid", "in_payment"))
        self.assertBooked(self.liability, 220.0)

    def test_cents_follow_the_session_that_is_used(self):
        offer = self._offer("Three", 100.0, services=self.haircut, vat_kind="at_use",
                            sessions=3)  # fmt: skip
        self._sell(offer)
        totals = []
        for _ in range(3):
            invoice = self._invoice(self.haircut, post=False)
            invoice.action_use_prepaid()
            invoice.action_post()
            totals.append(invoice.amount_total)
            self.assertEqual(invoice.amount_residual, 0.0)
        self.assertEqual(totals, [33.33, 33.34, 33.33])

    def test_an_order_claims_and_its_invoice_uses(self):
        order = self._order(self.massage)
        order.action_use_prepaid()
        self.assertEqual(order.amount_total, 22.0)
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual((self.pack.left, self.pack.held), (10, 1))
        invoice.action_post()
        self.assertEqual((self.pack.left, self.pack.held), (9, 0))
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    def test_a_cancelled_order_gives_its_claim_back(self):
        order = self._order(self.massage)
        order.action_use_prepaid()
        order.action_cancel()
        self.assertEqual(self.pack.held, 0)
        order.action_draft()
        self.assertEqual(order.amount_total, 24.20)

    def test_no_prepayment_is_asked_for_what_a_pack_covers(self):
        order = self._order(self.massage)
        order.write({"require_payment": True, "prepayment_percent": 1.0})
        self.assertTrue(order._has_to_be_paid())
        order.action_use_prepaid()
        self.assertFalse(order._has_to_be_paid())
        self.assertEqual(order._get_prepayment_required_amount(), 0.0)

    def test_the_rest_of_an_order_is_asked_for(self):
        order = self._order(self.massage, self.haircut)
        order.write({"require_payment": True, "prepayment_percent": 1.0})
        order.action_use_prepaid()
        self.assertEqual(order._get_prepayment_required_amount(), 36.30)
        order.prepayment_percent = 0.5
        self.assertEqual(order._get_prepayment_required_amount(), 18.15)

    def test_the_same_taxes_are_no_edit(self):
        order = self._order(self.massage)
        order.action_use_prepaid()
        order._recompute_taxes()
        self.assertEqual(order.amount_total, 22.0)
        with self.assertRaisesRegex(UserError, "pays for this line"):
            order.order_line.tax_ids = False
