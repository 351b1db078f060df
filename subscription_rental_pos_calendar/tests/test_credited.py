from odoo.tests import freeze_time, new_test_user, tagged

from .common import BookedCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestCredited(BookedCommon):
    """What the office credits of a ticket lets its bookings wait again, like a refund."""

    def setUp(self):
        super().setUp()
        self.pack = self._sell(self.pack_at_use)
        self.event = self._book()

    def _state(self, event=None):
        self.env.invalidate_all()
        return (event or self.event).rental_attendance, self.pack.left, self.pack.held

    def _paid(self, pack, told, **values):
        return self._pay_booked(pack, told, to_invoice=True, **values)

    def _credit(self, order, **values):
        note = order.account_move._reverse_moves([{"invoice_date": "2024-01-10"}])
        if values:
            note.invoice_line_ids.write(values)
        note.action_post()
        return note

    def test_a_booking_that_a_session_paid_waits_again(self):
        order = self._paid(self.pack, self._put(self.event, "line-1"))
        self.assertEqual(self._state(), ("came", 9, 0))
        note = self._credit(order)
        self.assertEqual(self._state(), (False, 10, 1))
        self.assertEqual(len(self._find_today()), 1)
        note.button_draft()
        self.assertEqual(self._state(), ("came", 9, 0))
        note.action_post()
        self.event.action_use_prepaid()
        self.assertEqual(self._state(), ("came", 9, 0))
        self.event.action_undo_prepaid()
        self.assertEqual(self._state(), (False, 10, 1))

    def test_an_accountant_needs_no_rights_on_tills_or_events(self):
        accountant = new_test_user(
            self.env,
            "books_only",
            "base.group_user,account.group_account_invoice",
            company_id=self.company.id,
        )
        order = self._paid(self.pack, self._put(self.event, "line-1"))
        note = order.account_move._reverse_moves([{"invoice_date": "2024-01-10"}])
        note.with_user(accountant).action_post()
        self.assertEqual(self._state(), (False, 10, 1))
        note.with_user(accountant).button_draft()
        self.assertEqual(self._state(), ("came", 9, 0))

    def test_the_last_session_goes_to_and_fro(self):
        self.pack._use_for("up", 9.0, self._day("2024-01-10"))
        order = self._paid(self.pack, self._put(self.event, "line-1"))
        note = self._credit(order)
        self.assertEqual(self._state(), (False, 1, 1))
        note.button_draft()
        self.assertEqual(self._state(), ("came", 0, 0))

    def test_a_booking_that_was_paid_otherwise_waits_again_too(self):
        event = self._book(self.haircut)
        told = self._put(event, "line-1")
        order = self._pay_booked(None, told, self.haircut, to_invoice=True)
        self.assertEqual(event.rental_attendance, "came")
        half = self._credit(order, quantity=0.5)
        self.assertEqual(self._state(event)[0], "came")
        note = self._credit(order, quantity=0.5)
        self.assertFalse(self._state(event)[0])
        note.button_draft()
        self.assertEqual(self._state(event)[0], "came")
        self.assertEqual(half.state, "posted")

    def test_what_is_used_again_meanwhile_stays_as_it_is(self):
        order = self._paid(self.pack, self._put(self.event, "line-1"))
        note = self._credit(order)
        told = self._put(self.event, "line-2")
        self._paid(self.pack, told)
        note.button_draft()
        self.assertEqual(self._state(), ("came", 8, 0))

    def test_what_is_credited_without_its_booking_leaves_it(self):
        told = self._put(self.event, "line-1")
        booked = {"uuid": told["uuid"], "rental_booking": "Booking of today"}
        lines = [
            self._line(self.massage, 22.0, rental_prepaid_id=self.pack.id, **booked),
            self._line(self.haircut),
        ]
        payments = [(self.method, 22.0), (self.cash, 36.3)]
        order = self._send(self._ticket(*lines, payments=payments, to_invoice=True))
        note = order.account_move._reverse_moves([{"invoice_date": "2024-01-10"}])
        note.invoice_line_ids.filtered(lambda one: one.product_id == self.massage).unlink()
        note.action_post()
        self.assertEqual(self._state(), ("came", 9, 0))

    def test_what_a_ticket_had_and_the_office_used_is_undone_in_the_office(self):
        self._put(self.event, "line-1")
        self._as_cashier().rental_release_prepaid(["line-1"])
        self.event.action_use_prepaid()
        self.assertEqual(self._state(), ("came", 9, 0))
        self.event.action_undo_prepaid()
        self.assertEqual(self._state(), (False, 10, 1))
