from odoo.tests import freeze_time, tagged

from ..common import TillCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestNotes(TillCommon):
    """A note on the customer stands where one ticks (PK7)."""

    def _shown(self, partner):
        found = (
            self.env["res.partner"]
            .with_user(self.cashier)
            .get_new_partner(self.till.id, [("id", "=", partner.id)], 0)
        )
        [row] = found["res.partner"]
        order = self.env["sale.order"].create({"partner_id": partner.id})
        return row["rental_till_note"] or "", order.rental_customer_note or ""

    def test_it_stands_where_one_ticks(self):
        self.ann.rental_note = "Allergic to lavender"
        self.assertEqual(self._shown(self.ann), ("", ""))
        self.ann.rental_note_at_till = True
        self.assertEqual(self._shown(self.ann), ("Allergic to lavender", ""))
        self.ann.write({"rental_note_at_till": False, "rental_note_on_orders": True})
        self.assertEqual(self._shown(self.ann), ("", "Allergic to lavender"))

    def test_the_note_of_a_company_counts_for_its_people(self):
        self.ann.write({"rental_note": "Pays late", "rental_note_at_till": True})
        kim = self.env["res.partner"].create({"name": "Kim", "parent_id": self.ann.id})
        self.assertEqual(self._shown(kim), ("Pays late", ""))
        kim.write({"rental_note": "Prefers mornings", "rental_note_at_till": True})
        self.assertEqual(self._shown(kim)[0], "Pays late\nPrefers mornings")
