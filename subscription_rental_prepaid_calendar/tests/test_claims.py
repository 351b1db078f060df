from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time

from .common import BookingCommon


@freeze_time("2024-01-10 12:00:00")
class TestClaims(BookingCommon):
    """A booking claims a session until a day after its end (PK3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pack = cls._sell(cls.pack_at_sale)

    def test_the_first_attendee_who_is_no_user_is_the_customer(self):
        event = self._book()
        self.assertEqual(event.rental_customer_id, self.ann)
        self.assertEqual(event.rental_company_id, self.company)
        by_phone = self._book(rental_customer_id=self.bob.id)
        self.assertEqual(by_phone.rental_customer_id, self.bob)

    def test_an_event_without_a_service_has_no_customer_and_claims_nothing(self):
        event = self._book(rental_product_id=False)
        self.assertFalse(event.rental_customer_id)
        self.assertFalse(event.rental_prepaid_hint)
        self.assertEqual(self.pack.held, 0)

    def test_a_booking_claims_until_a_day_after_its_end(self):
        event = self._book(start="2024-01-20 14:00:00")
        claim = self._claim(event)
        self.assertEqual((claim.prepaid_id, claim.quantity), (self.pack, 1))
        self.assertEqual(claim.until, fields.Datetime.to_datetime("2024-01-21 15:00:00"))
        self.assertEqual(
            event.rental_prepaid_hint, "10 sessions left of Ten massages taxed."
        )
        event.start = "2024-01-22 14:00:00"
        self.assertEqual(claim.until, fields.Datetime.to_datetime("2024-01-23 15:00:00"))
        self.assertEqual(self.pack.held, 1)

    def test_the_form_shows_the_pack_before_it_is_saved(self):
        with Form(self.env["calendar.event"].with_user(self.clerk)) as form:
            form.name = "Massage"
            form.partner_ids.add(self.ann)
            form.rental_product_id = self.massage
            self.assertEqual(form.rental_customer_id, self.ann)
            self.assertEqual(
                form.rental_prepaid_hint, "10 sessions left of Ten massages taxed."
            )
            self.assertEqual(form.rental_prepaid_step, "use")
        self.assertEqual(self.pack.held, 1)

    def test_what_is_not_booked_any_more_gives_its_claim_back(self):
        ends = (
            lambda event: event.unlink(),
            lambda event: event.write({"active": False}),
            lambda event: event.write({"rental_product_id": self.haircut.id}),
            lambda event: event.write({"rental_customer_id": self.bob.id}),
            lambda event: self._decline(event),
        )
        for number, end in enumerate(ends):
            event = self._book()
            self.assertEqual(self.pack.held, 1)
            end(event)
            with self.subTest(number):
                self.assertEqual((self.pack.left, self.pack.held), (10, 0))

    def _decline(self, event):
        attendees = event.sudo().attendee_ids
        attendees.filtered(lambda one: one.partner_id == self.ann).do_decline()

    def test_who_accepts_after_all_claims_again(self):
        event = self._book()
        self._decline(event)
        event.sudo().attendee_ids.do_accept()
        self.assertEqual(self.pack.held, 1)

    def test_another_customer_brings_a_pack_of_their_own(self):
        other = self._sell(self.pack_at_use, partner=self.bob)
        event = self._book()
        event.rental_customer_id = self.bob
        self.assertEqual((self.pack.held, other.held), (0, 1))
        self.assertEqual(event.rental_prepaid_step, "sell")

    def test_the_last_session_is_claimed_by_one_booking(self):
        offer = self._offer("One", 20.0, services=self.haircut, sessions=1)
        pack = self._sell(offer)
        first, second = self._book(self.haircut), self._book(self.haircut)
        self.assertEqual((pack.left, pack.held), (1, 1))
        self.assertEqual(first.rental_prepaid_hint, "One session left of One.")
        self.assertFalse(second.rental_prepaid_hint)
        with self.assertRaisesRegex(UserError, "no pack"):
            second.action_use_prepaid()

    def test_a_pack_that_expires_before_the_day_claims_nothing(self):
        offer = self._offer(
            "Short", 50.0, services=self.haircut, validity_count=1, validity_unit="week"
        )
        pack = self._sell(offer)
        last = pack.date_expiry
        early = self._book(self.haircut, start=f"{last} 10:00:00")
        late = self._book(self.haircut, start=f"{last} 23:30:00")
        self.assertTrue(self._claim(early))
        # It is the day after in Brussels.
        self.assertFalse(self._claim(late))

    def test_each_event_of_a_series_claims(self):
        event = self._book()
        event.write(
            {
                "recurrency": True,
                "rrule_type": "weekly",
                "wed": True,
                "interval": 1,
                "end_type": "count",
                "count": 12,
                "event_tz": "UTC",
            }
        )
        self.assertEqual(len(event.recurrence_id.calendar_event_ids), 12)
        self.assertEqual((self.pack.left, self.pack.held), (10, 10))
        event.action_mass_deletion("all_events")
        self.assertEqual(self.pack.held, 0)

    def test_the_job_frees_the_claim_a_day_after_the_end(self):
        self._book()
        self._free_over("2024-01-11 14:59:00")
        self.assertEqual(self.pack.held, 1)
        self._free_over("2024-01-11 15:01:00")
        self.assertEqual(self.pack.held, 0)

    def test_the_job_keeps_the_claim_of_a_booking_that_is_to_come(self):
        event = self._book(start="2024-01-20 14:00:00")
        self._claim(event).until = "2024-01-10 11:00:00"
        self._free_over("2024-01-10 12:00:00")
        self.assertEqual(self.pack.held, 1)

    def _free_over(self, moment):
        with freeze_time(moment):
            jobs = self.env["subscription.prepaid.job"]
            self._job(jobs._name, "_expire_prepaids", self.company._subscription_today())
