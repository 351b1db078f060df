from datetime import date

from odoo.tests import freeze_time

from ..common_renewing import RenewingCommon


@freeze_time("2024-01-01 12:00:00")
class TestFree(RenewingCommon):
    """LC5: a next term that costs nothing is not paid: it is renewed, and that is told."""

    def test_it_is_renewed_and_the_customer_is_told(self):
        for kind in ("quotation", "invoice"):
            with self.subTest(kind):
                rental = self._rental(kind)
                rental.line_ids._write_kept({"price_unit": 0.0})
                offer = self._offer(rental, "2024-03-12", "2024-03-13")
                self.assertOffers(rental, ("2024-04-01", "accepted"))
                self.assertEqual(rental.date_end, date(2024, 7, 1))
                self.assertFalse(rental.activity_ids, "no trouble")
                self.assertEqual(offer.slot_id.date_start, date(2024, 4, 1))
                self.assertFalse(rental._get_ledger_difference())
                told = offer.message_id
                self.assertIn("costs nothing", told.body)
                self.assertEqual(told.notified_partner_ids, rental.partner_id)
                self._bill(rental, "2024-06-30")
                self.assertTiled(rental)

    def test_what_costs_something_later_is_left_to_a_person(self):
        rental = self._rental()
        line = rental.line_ids
        line._write_kept({"price_unit": 0.0})
        with freeze_time("2024-03-10 12:00:00"):
            line._replace(date(2024, 5, 1), price_unit=30.0)
        self._offer(rental, "2024-03-12")
        self.assertEqual(rental.date_end, date(2024, 4, 1))
        self.assertIn("at first", rental.activity_ids.note)
