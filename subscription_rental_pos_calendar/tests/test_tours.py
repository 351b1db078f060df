from odoo.tests import HttpCase, tagged

from .common import BookedCommon


@tagged("post_install", "-at_install")
class TestTours(BookedCommon, HttpCase):
    """Today's booking at the till, in a browser (PK3)."""

    def test_a_booking_is_offered_undone_and_paid(self):
        ours = self.massage | self.haircut
        others = self.env["product.template"].search(
            [("available_in_pos", "=", True), ("id", "not in", ours.product_tmpl_id.ids)]
        )
        others.available_in_pos = False
        self.ann.name = "Ann Till"
        pack = self._sell(self.pack_at_use)
        massage = self._book_all_day()
        haircut = self._book_all_day(self.haircut)
        self.env.flush_all()
        self.start_tour(
            f"/pos/ui/{self.till.id}", "rental_pos_booking", login="cashier", timeout=180
        )
        self.env.invalidate_all()
        self.assertEqual((pack.left, pack.held), (9, 0))
        self.assertEqual(massage.sudo().rental_prepaid_id, pack)
        self.assertEqual(massage.rental_attendance, "came")
        self.assertFalse(haircut.rental_attendance)

    def _book_all_day(self, service=None):
        """Return a booking of today, whatever the hour is."""
        today = self.company._subscription_today()
        return self._book(
            service, f"{today} 00:00:00", allday=True, start_date=today, stop_date=today
        )
