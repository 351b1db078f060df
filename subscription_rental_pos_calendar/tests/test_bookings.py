from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import BookedCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestBookings(BookedCommon):
    """The till offers today's booking and pays it with its own session (PK3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pack = cls._sell(cls.pack_at_use)
        cls.event = cls._book(privacy="private")

    def _state(self, event=None):
        self.env.invalidate_all()
        return (event or self.event).rental_attendance, self.pack.left, self.pack.held

    def test_the_till_is_told_of_today_and_no_subject(self):
        [row] = self._find_today()
        self.assertEqual(
            (row["event_id"], row["product_id"], row["time"], row["prepaid_id"]),
            (self.event.id, self.massage.id, "15:00", self.pack.id),
        )
        self.assertEqual((row["uuid"], row["is_on_ticket"]), ("", False))
        self.assertNotIn("Secret", str(row))
        self.assertFalse(self._find_today(partner=self.bob))

    def test_one_session_goes_from_the_booking_to_the_ticket_and_is_used(self):
        told = self._put(self.event, "line-1")
        self.assertEqual((told["prepaid_id"], told["amount"]), (self.pack.id, 22.0))
        self.assertEqual(self._state(), (False, 10, 1))
        [row] = self._find_today()
        self.assertEqual((row["uuid"], row["is_on_ticket"]), ("line-1", True))
        self._pay_booked(self.pack, told)
        self.assertEqual(self._state(), ("came", 9, 0))
        self.assertFalse(self._find_today())
        # Nobody can use a second session for it.
        with self.assertRefused("Undo that first"):
            self.event.action_no_show()

    def test_a_ticket_sent_twice_notes_once(self):
        told = self._put(self.event, "line-1")
        order = self._pay_booked(self.pack, told)
        order._process_saved_order(draft=False)
        self.assertEqual(self._state(), ("came", 9, 0))

    def test_a_line_that_is_dropped_gives_the_session_back_to_the_booking(self):
        self._put(self.event, "line-1")
        self._as_cashier().rental_release_prepaid(["line-1"])
        self.assertEqual(self._state(), (False, 10, 1))
        [row] = self._find_today()
        self.assertFalse(row["is_on_ticket"])
        # It is the booking's own claim again, which ends with the booking.
        self.event.unlink()
        self.assertEqual(self.pack.held, 0)

    def test_a_cancelled_ticket_gives_the_session_back_to_the_booking(self):
        told = self._put(self.event, "line-1")
        draft = self._pay_booked(self.pack, told, state="draft", payments=[])
        self.assertEqual(self._state(), (False, 10, 1))
        draft.action_pos_order_cancel()
        self.assertEqual(self._state(), (False, 10, 1))
        self.assertFalse(self.event._is_on_ticket())
        self.event.action_no_show()
        self.assertEqual(self._state(), ("no_show", 10, 0))

    def test_a_claim_whose_time_is_up_goes_back_to_the_booking(self):
        self._put(self.event, "line-1")
        claims = self.pack.sudo().hold_ids
        claims.until = "2024-01-10 11:00:00"
        claims._end_claims()
        self.assertEqual(self._state(), (False, 10, 1))
        self.assertFalse(self.event._is_on_ticket())

    def test_a_refund_lets_the_booking_wait_again(self):
        order = self._pay_booked(self.pack, self._put(self.event, "line-1"))
        self._refund(order)
        self.assertEqual(self._state(), (False, 10, 1))
        self.assertEqual(len(self._find_today()), 1)

    def test_what_is_on_a_ticket_nobody_else_uses(self):
        other = self._till("Other", self.bank)
        self._open(other)
        self._put(self.event, "line-1")
        with self.assertRefused("on a ticket"):
            self._put(self.event, "line-2", till=other)
        for button in ("action_use_prepaid", "action_no_show"):
            with self.assertRefused("on a ticket"):
                getattr(self.event, button)()
        # The same line claims once.
        self._put(self.event, "line-1")
        self.assertEqual(self._state(), (False, 10, 1))

    def test_the_last_session_is_the_one_that_was_booked(self):
        self.pack._use_for("up", 9.0, self._day("2024-01-10"))
        told = self._put(self.event, "line-1")
        self._pay_booked(self.pack, told)
        self.assertEqual(self._state(), ("came", 0, 0))

    def test_a_booking_without_a_pack_is_paid_otherwise_and_noted(self):
        event = self._book(self.haircut)
        told = self._put(event, "line-1")
        self.assertFalse(told["prepaid_id"])
        self._pay_booked(None, told, self.haircut)
        self.assertEqual(self._state(event), ("came", 10, 1))
        self.assertFalse(event.sudo().rental_prepaid_id)

    def test_who_pays_a_booking_otherwise_keeps_the_session(self):
        told = self._put(self.event, "line-1")
        self._as_cashier().rental_release_prepaid(["line-1"])
        self._pay_booked(None, told)
        self.assertEqual(self._state(), ("came", 10, 0))

    def test_the_first_session_of_a_new_pack_settles_a_booking(self):
        event = self._book(self.haircut)
        offer = self._offer("Cuts", 181.82, self.haircut)
        sold = self._line(offer.product_id)
        told = self._put(event, "line-1", with_session=False)
        first = self._line(
            self.haircut, 0.0, uuid=told["uuid"], rental_pack_uuid=sold["uuid"],
            rental_booking="Booking of today",
        )  # fmt: skip
        order = self._send(self._ticket(sold, first))
        new = order.lines.rental_batch_ids.prepaid_id
        self.assertEqual((new.left, new.held), (9, 0))
        self.assertEqual(event.rental_attendance, "came")
        self.assertEqual(event.sudo().rental_prepaid_id, new)

    def test_what_the_office_changes_meanwhile_refuses_no_payment(self):
        changes = (
            lambda event: event.write({"rental_customer_id": self.bob.id}),
            lambda event: event.write(
                {"start": "2024-01-11 14:00:00", "stop": "2024-01-11 15:00:00"}
            ),
            lambda event: event.unlink(),
        )
        for number, change in enumerate(changes):
            event = self._book(start="2024-01-10 16:00:00")
            told = self._put(event, f"line-{number}")
            change(event)
            left = self.pack.left
            order = self._pay_booked(self.pack, told)
            with self.subTest(number):
                self.assertEqual(order.state, "paid")
                self.assertEqual(self.pack.left, left - 1)
                self.assertFalse(event.exists().rental_attendance)
                # The session is the ticket's; whether it goes back, a person decides.
                self.assertIn(order.name, str(self.pack.activity_ids.mapped("note")))

    def test_a_booking_that_moves_to_another_day_claims_a_session_of_its_own(self):
        self._put(self.event, "line-1")
        self.event.write({"start": "2024-01-11 14:00:00", "stop": "2024-01-11 15:00:00"})
        self.assertEqual(self._state(), (False, 10, 2))

    def test_a_booking_that_is_moved_for_good_is_refunded_and_pays_once(self):
        told = self._put(self.event, "line-1")
        self.event.write({"start": "2024-01-11 14:00:00", "stop": "2024-01-11 15:00:00"})
        order = self._pay_booked(self.pack, told)
        self.assertEqual(self._state(), (False, 9, 1))
        self._refund(order)
        self.assertEqual(self._state(), (False, 10, 1))
        with freeze_time("2024-01-11 12:00:00"):
            self.event.action_use_prepaid()
        self.assertEqual(self._state(), ("came", 9, 0))

    def test_a_booking_that_a_ticket_settles_is_nobodys_question(self):
        self._pay_booked(self.pack, self._put(self.event, "line-1"))
        self.assertFalse(self.pack.activity_ids | self.ann.activity_ids)

    def test_a_line_of_no_booking_settles_none(self):
        told = self._put(self.event, "line-1")
        self._as_cashier().rental_release_prepaid(["line-1"])
        # The customer was changed: the line is not the booking any more.
        line = self._line(self.massage, uuid=told["uuid"])
        self._send(self._ticket(line))
        self.assertEqual(self._state(), (False, 10, 1))

    def test_only_who_serves_at_the_till_asks(self):
        stranger = new_test_user(
            self.env, "no_cashier", "base.group_user", company_id=self.company.id
        )
        till = self.till.with_user(stranger)
        with self.assertRaises(AccessError):
            till.rental_find_bookings(self.ann.id)
        with self.assertRaises(AccessError):
            till.rental_claim_booking(self.event.id, self.ann.id, "line-1")

    def test_nonsense_is_refused_with_a_sentence(self):
        cancelled = self._book(active=False)
        plain = self._book(rental_product_id=False)
        known = (self.event.id, self.ann.id, "line-1")
        for number, values in enumerate(
            (
                (None, *known[1:]),
                ("1", *known[1:]),
                (10**9, *known[1:]),
                (known[0], self.bob.id, known[2]),
                (known[0], None, known[2]),
                (*known[:2], None),
                (cancelled.id, *known[1:]),
                (plain.id, *known[1:]),
            )
        ):
            with self.subTest(number), self.assertRefused("not known"):
                self._as_cashier().rental_claim_booking(*values)
        for nobody in (None, False, "1", 10**9):
            self.assertEqual(self._as_cashier().rental_find_bookings(nobody), [])

    def test_another_company_is_told_nothing(self):
        other = self.env["res.company"].create({"name": "Another salon"})
        event = self._book(rental_company_id=other.id)
        self.assertEqual(len(self._find_today()), 1)
        with self.assertRaisesRegex(UserError, "not known"):
            self._put(event, "line-1")

    def test_a_till_without_packs_asks_nothing(self):
        plain = self.env["pos.config"].create(
            {"name": "Plain", "payment_method_ids": [Command.set(self.bank.ids)]}
        )
        self.assertEqual(self._find_today(till=plain), [])
        with self.assertRefused("not known"):
            self._put(self.event, "line-1", till=plain)
