from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import BookingCommon
from . import table


@freeze_time("2024-01-10 12:00:00")
class TestBookingAccess(AccessChecks, BookingCommon, AccessCommon):
    """All fields and methods of bookings, as each kind of user (B3)."""

    addon = "subscription_rental_prepaid_calendar"

    table = table

    def setUp(self):
        super().setUp()
        self.pack = self._sell(self.pack_at_sale)
        self.event = self._book()
        self._know(self.event.sudo())

    def test_a_clerk_with_own_documents_serves_customers_of_others(self):
        other = self.people["own"]
        self.event.sudo().partner_ids += other.partner_id
        self._rpc(other, self.event, "action_use_prepaid")

    def test_an_employee_books_and_sees_no_pack(self):
        event = self._book(user=self.people["employee"])
        self.assertEqual(self.pack.held, 2)
        shown = event.fields_get()
        for name in ("rental_prepaid_hint", "rental_prepaid_id", "rental_prepaid_step"):
            self.assertNotIn(name, shown)
            with self.assertRaises(AccessError):
                self._rpc(self.people["employee"], event, "read", [name])

    def test_an_attendee_of_the_portal_sees_no_pack(self):
        portal = new_test_user(
            self.env, "booking_ann", "base.group_portal", partner_id=self.ann.id
        )
        [read] = self._rpc(portal, self.event, "read", ["name"])
        self.assertEqual(read["name"], "Secret subject")
        for name in ("rental_product_id", "rental_prepaid_hint", "rental_attendance"):
            with self.assertRaises(AccessError):
                self._rpc(portal, self.event, "read", [name])

    def test_a_private_event_of_a_colleague_tells_no_pack(self):
        event = self._book(user=self.colleague, privacy="private")
        manager = self.people["manager"]
        self.assertEqual(
            event.rental_prepaid_hint, "9 sessions left of Ten massages taxed."
        )
        [read] = self._rpc(
            manager, event, "read", ["name", "rental_product_id", "rental_prepaid_hint"]
        )
        self.assertFalse(read["rental_product_id"] or read["rental_prepaid_hint"])
        with self.assertRaises(AccessError):
            self._rpc(manager, event, "action_use_prepaid")
        self.assertNotIn("Secret", self._claim(event).place)

    def test_another_company_is_told_nothing(self):
        elsewhere = self.people["elsewhere"]
        [read] = self._rpc(elsewhere, self.event, "read", ["rental_prepaid_hint"])
        self.assertFalse(read["rental_prepaid_hint"])

    def test_a_pack_of_another_company_pays_nothing(self):
        other = self.people["elsewhere"].company_id
        event = self._book(rental_company_id=other.id, start="2024-01-10 16:00:00")
        self.assertFalse(self._claim(event))

    def test_no_request_says_which_pack_was_used(self):
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.event.write({"rental_attendance": "came"})
        copied = self.event.copy()
        self.assertFalse(copied.rental_attendance)
        self.assertEqual(self._claim(copied).quantity, 1)
        self.event.write({"partner_ids": [Command.set(self.clerk.partner_id.ids)]})
        self.assertEqual(self.event.rental_customer_id, self.ann)
