from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import BookingCommon


@freeze_time("2024-01-10 12:00:00")
class TestSessions(BookingCommon):
    """The session of a booking is used once, and undone (PK3, PK8)."""

    def test_a_session_taxed_at_the_sale_releases_its_income(self):
        pack = self._sell(self.pack_at_sale)
        event = self._book()
        event.action_use_prepaid()
        event.action_use_prepaid()
        self.assertEqual((pack.left, pack.held), (9, 0))
        self.assertBooked(self.deferred, 163.64)
        self.assertEqual(self._balance(self.sales), 18.18)
        self.assertEqual(event.rental_attendance, "came")
        self.assertEqual(
            event.rental_prepaid_hint,
            "A session of Ten massages taxed was used. Left: 9.",
        )
        self.assertFalse(event.rental_has_invoice)

    def test_a_use_is_booked_on_the_day_of_the_event(self):
        pack = self._sell(self.pack_at_sale)
        # 00:30 of the 11th in Brussels.
        event = self._book(start="2024-01-10 23:30:00")
        with freeze_time("2024-01-12 12:00:00"):
            event.action_use_prepaid()
        use = pack.movement_ids[0]
        self.assertEqual(use.date, self._day("2024-01-11"))
        self.assertEqual(use.move_id.date, self._day("2024-01-11"))

    def test_a_use_is_not_booked_before_its_pack_was_sold(self):
        with freeze_time("2024-01-12 12:00:00"):
            event = self._book(start="2024-01-10 14:00:00")
            pack = self._sell(self.pack_at_sale, day="2024-01-12")
            event.action_use_prepaid()
        self.assertEqual(pack.movement_ids[0].date, self._day("2024-01-12"))

    def test_a_session_taxed_at_each_use_pays_an_invoice(self):
        pack = self._sell(self.pack_at_use)
        event = self._book()
        self.assertEqual(event.rental_prepaid_step, "sell")
        event.action_use_prepaid()
        event.action_use_prepaid()
        invoice = event.sudo().rental_move_id
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 22.0))
        self.assertEqual(invoice.partner_id, self.ann)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual((pack.left, pack.held), (9, 0))
        self.assertBooked(self.liability, 198.0)
        self.assertEqual(self._balance(self.due_vat), 3.82)
        action = event.action_view_rental_invoice()
        self.assertEqual(action["res_id"], invoice.id)

    def test_undoing_gives_a_session_back_and_claims_it_again(self):
        for offer, account, whole in (
            (self.pack_at_sale, self.deferred, 181.82),
            (self.pack_at_use, self.liability, 220.0),
        ):
            pack = self._sell(offer, partner=self.bob)
            event = self._book(rental_customer_id=self.bob.id)
            for _ in range(2):
                event.action_use_prepaid()
                event.action_undo_prepaid()
                with self.subTest(offer.product_id.name):
                    self.assertEqual((pack.left, pack.held), (10, 1))
                    self.assertBooked(account, whole)
                    self.assertFalse(event.rental_attendance)
            event.unlink()
            pack._share_with(self.env["res.partner"])
            self.assertEqual(self._balance(self.sales), 0.0)
            self._use_up(pack)

    def _use_up(self, pack):
        """Take this pack out of the way of the next."""
        pack._use_for(f"up,{pack.id}", pack.left, self._day("2024-01-10"))

    def test_an_invoice_that_was_credited_is_credited_once(self):
        pack = self._sell(self.pack_at_use)
        event = self._book()
        event.action_use_prepaid()
        invoice = event.sudo().rental_move_id
        invoice._reverse_moves([{"invoice_date": "2024-01-10"}]).action_post()
        self.assertEqual(pack.left, 10)
        event.action_undo_prepaid()
        self.assertEqual((pack.left, len(invoice.reversal_move_ids)), (10, 1))

    def test_an_invoice_that_is_a_draft_again_is_cancelled(self):
        pack = self._sell(self.pack_at_use)
        event = self._book()
        event.action_use_prepaid()
        invoice = event.sudo().rental_move_id
        invoice.button_draft()
        event.action_undo_prepaid()
        self.assertEqual(invoice.state, "cancel")
        self.assertEqual((pack.left, pack.held), (10, 1))

    def test_a_no_show_keeps_the_session_unless_the_offer_says_otherwise(self):
        pack = self._sell(self.pack_at_sale)
        event = self._book()
        event.action_no_show()
        self.assertEqual(event.rental_attendance, "no_show")
        self.assertEqual((pack.left, pack.held), (10, 0))
        event.action_undo_prepaid()
        self.assertEqual((pack.left, pack.held), (10, 1))

    def test_a_no_show_uses_a_session_where_the_offer_says_so(self):
        self.pack_at_sale.is_used_by_no_show = True
        pack = self._sell(self.pack_at_sale)
        # What was sold keeps its terms.
        self.pack_at_sale.is_used_by_no_show = False
        self._book().action_no_show()
        self.assertEqual((pack.left, pack.held), (9, 0))
        self.assertBooked(self.deferred, 163.64)

    def test_a_no_show_of_a_session_taxed_at_use_is_invoiced(self):
        self.pack_at_use.is_used_by_no_show = True
        pack = self._sell(self.pack_at_use)
        event = self._book()
        event.action_no_show()
        invoice = event.sudo().rental_move_id
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(pack.left, 9)
        self.assertBooked(self.liability, 198.0)

    def test_one_says_who_came_once_and_not_before_its_day(self):
        self._sell(self.pack_at_sale)
        event = self._book()
        event.action_use_prepaid()
        with self.assertRaisesRegex(UserError, "Undo that first"):
            event.action_no_show()
        with self.assertRaisesRegex(UserError, "Undo that first"):
            event.rental_product_id = self.haircut
        # 00:30 of the 11th in Brussels.
        tomorrow = self._book(start="2024-01-10 23:30:00")
        for button in ("action_use_prepaid", "action_no_show"):
            with self.assertRaisesRegex(UserError, "still to come"):
                getattr(tomorrow, button)()

    def test_a_deleted_event_leaves_its_use(self):
        pack = self._sell(self.pack_at_sale)
        event = self._book()
        event.action_use_prepaid()
        event.unlink()
        self.assertEqual((pack.left, pack.held), (9, 0))

    def test_a_pack_that_is_not_paid_any_more_is_not_used(self):
        invoice = self._invoice(self.pack_at_sale.product_id)
        self._pay(invoice)
        event = self._book()
        invoice.line_ids.remove_move_reconcile()
        self.assertFalse(event.rental_prepaid_hint)
        with self.assertRaisesRegex(UserError, "no pack"):
            event.action_use_prepaid()
