from odoo.tests import Form, freeze_time, new_test_user, tagged

from .common import BookedCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestNotes(BookedCommon):
    """A note on the customer stands on bookings where one ticks (PK7)."""

    def setUp(self):
        super().setUp()
        self.ann.rental_note = "Allergic to lavender"

    def test_it_stands_on_bookings_where_one_ticks(self):
        event = self._book()
        self.assertFalse(event.rental_customer_note)
        self.ann.rental_note_on_bookings = True
        self.assertEqual(event.rental_customer_note, "Allergic to lavender")
        self.assertFalse(self._book(rental_product_id=False).rental_customer_note)

    def test_the_form_shows_it_as_the_customer_is_chosen(self):
        self.ann.rental_note_on_bookings = True
        with Form(self.env["calendar.event"].with_user(self.clerk)) as form:
            form.name = "Massage"
            form.rental_product_id = self.massage
            form.rental_customer_id = self.ann
            self.assertEqual(form.rental_customer_note, "Allergic to lavender")

    def test_neither_customers_nor_colleagues_of_private_events_read_it(self):
        self.ann.rental_note_on_bookings = True
        event = self._book(privacy="private")
        self.env.flush_all()
        self.env.invalidate_all()
        colleague = new_test_user(
            self.env, "colleague", "base.group_user", company_id=self.company.id
        )
        self.assertFalse(event.with_user(colleague).rental_customer_note)
        portal = new_test_user(self.env, "ann", "base.group_portal", partner_id=self.ann.id)
        shown = event.with_user(portal).fields_get()
        self.assertNotIn("rental_customer_note", shown)
