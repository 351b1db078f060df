from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common import BookingCommon


@freeze_time("2024-01-10 12:00:00")
class TestTickets(BookingCommon):
    """The till is told today's bookings, and pays them (PK3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pack = cls._sell(cls.pack_at_sale)
        cls.event = cls._book(privacy="private")

    def _today(self, partner=None, company=None):
        events = self.env["calendar.event"]
        return events._get_bookings_today(partner or self.ann, company or self.company)

    def test_the_till_is_told_service_time_and_session_and_no_more(self):
        self.assertEqual(
            self._today(),
            [
                {
                    "event_id": self.event.id,
                    "product_id": self.massage.id,
                    "time": "15:00",
                    "prepaid_id": self.pack.id,
                    "hint": "10 sessions left of Ten massages taxed.",
                    "ticket_key": "",
                    "is_on_ticket": False,
                }
            ],
        )

    def test_today_is_the_day_of_the_company(self):
        self.event.unlink()
        # From 00:00 of the 10th to 00:00 of the 11th in Brussels.
        starts = (
            "2024-01-09 22:30",
            "2024-01-09 23:00",
            "2024-01-10 22:59",
            "2024-01-10 23:00",
        )
        events = [self._book(start=f"{start}:00") for start in starts]
        found = [row["event_id"] for row in self._today()]
        self.assertEqual(found, [events[1].id, events[2].id])

    def test_an_event_of_all_day_has_no_time(self):
        self.event.unlink()
        event = self._book(
            allday=True, start_date="2024-01-09", stop_date="2024-01-11", start="2024-01-09"
        )
        [row] = self._today()
        self.assertEqual((row["event_id"], row["time"]), (event.id, False))

    def test_others_and_what_is_over_are_not_told(self):
        self.assertFalse(self._today(self.bob))
        other = self.env["res.company"].create({"name": "Another salon"})
        self.assertFalse(self._today(company=other))
        self.event.action_use_prepaid()
        self.assertFalse(self._today())

    def test_a_booking_without_a_pack_is_told(self):
        event = self._book(self.haircut)
        [row] = [one for one in self._today() if one["event_id"] == event.id]
        self.assertEqual((row["prepaid_id"], row["hint"]), (False, ""))

    def test_a_ticket_takes_the_claim_over_and_closes_the_booking(self):
        hold = self.event._claim_for_ticket("line-1")
        self.assertEqual((hold.key, self.pack.held), ("line-1", 1))
        self.pack._use_for("line-1", None, self._day("2024-01-10"))
        self.event._note_ticket("line-1", self.pack)
        self.event._note_ticket("line-1", self.pack)
        self.assertEqual(self.event.rental_attendance, "came")
        self.assertEqual((self.pack.left, self.pack.held), (9, 0))
        with self.assertRaisesRegex(UserError, "at the till"):
            self.event.action_undo_prepaid()

    def test_a_refunded_ticket_lets_the_booking_wait_again(self):
        self.event._claim_for_ticket("line-1")
        self.pack._use_for("line-1", None, self._day("2024-01-10"))
        self.event._note_ticket("line-1", self.pack)
        self.pack._undo_for("line-1", self._day("2024-01-10"))
        self.event._forget_ticket("line-1")
        self.assertFalse(self.event.rental_attendance)
        self.assertEqual((self.pack.left, self.pack.held), (10, 1))

    def test_what_a_ticket_drops_the_booking_keeps_again(self):
        self.event._claim_for_ticket("line-1")
        self.assertTrue(self.event._is_on_ticket())
        with self.assertRaisesRegex(UserError, "on a ticket"):
            self.event.action_use_prepaid()
        with self.assertRaisesRegex(UserError, "on a ticket"):
            self.event._claim_for_ticket("line-2")
        self.pack._release_for("line-1")
        self.assertTrue(self._claim(self.event))
        self.assertEqual((self.pack.left, self.pack.held), (10, 1))
        self.event.action_use_prepaid()
        self.assertEqual((self.pack.left, self.pack.held), (9, 0))

    def test_a_booking_without_a_pack_is_on_a_ticket_without_a_claim(self):
        event = self._book(self.haircut)
        self.assertFalse(event._claim_for_ticket("line-1"))
        self.assertEqual(event._find_for_ticket(["line-1"], self.ann), event)
        self.assertFalse(event._find_for_ticket(["line-1"], self.bob))
        event._note_ticket("line-1", self.env["subscription.prepaid"])
        self.assertEqual(event.rental_attendance, "came")
        self.assertEqual(self.pack.left, 10)
        self.assertFalse(event._find_for_ticket(["line-1"], self.ann))
