from datetime import date

from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-10 12:00:00")
class TestRenewingGoods(GoodsCommon):
    """LC5: goods of a term that is renewed when the customer pays."""

    def _offered(self):
        """Return a subscription with a unit out, and the offer of its next term."""
        plan = self._goods_plan(
            self.phone,
            term_count=1,
            renewal="on_payment",
            renewal_count=1,
            grace_days=5,
            announce_days=10,
        )
        rental = self._ordered(plan_id=plan.id)
        self._ship(rental, "P1")
        self.assertEqual(rental.date_end, date(2024, 2, 10))
        rental._bill_due_periods(date(2024, 1, 10))
        with freeze_time("2024-02-01 12:00:00"):
            return rental, rental._offer_renewal(date(2024, 2, 1))

    def _ending(self, day):
        """Return what the daily job announces the return of."""
        subscriptions = self.env["subscription.subscription"]
        return subscriptions.search(
            subscriptions._ending_goods_domain(date.fromisoformat(day))
        )

    def test_goods_are_asked_back_only_when_it_is_finished(self):
        rental, offer = self._offered()
        # The customer may still pay: nobody announces a return.
        self.assertNotIn(rental, self._ending("2024-02-09"))
        with freeze_time("2024-02-15 12:00:00"):
            rental._finish(date(2024, 2, 15))
        self.assertEqual((rental.state, offer.state), ("finished", "lapsed"))
        moves = rental._get_open_moves("in")
        self.assertEqual(moves.rental_assignment_id, rental.assignment_ids)

    def test_who_cancelled_is_announced_as_ever(self):
        rental, _offer = self._offered()
        with freeze_time("2024-02-01 12:00:00"):
            rental._schedule_cancel(date(2024, 2, 10), date(2024, 2, 1), "No")
        self.assertIn(rental, self._ending("2024-02-05"))

    def test_a_renewal_moves_no_goods(self):
        rental, offer = self._offered()
        self.assertFalse(offer.quotation_id.order_line.rental_shortage)
        with freeze_time("2024-02-05 12:00:00"):
            offer.quotation_id.action_confirm()
        self.assertEqual(rental.date_end, date(2024, 3, 10))
        self.assertFalse(offer.quotation_id.picking_ids)
        self.assertFalse(rental._get_open_moves("out") | rental._get_open_moves("in"))
        self.assertEqual(len(rental.assignment_ids), 1)
