from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestAvailability(GoodsCommon):
    """A unit is never promised twice: what is free is said when it is sold (PL10)."""

    def _order(self, quantity):
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.phone.id,
                            "rental_plan_id": self.plan.id,
                            "product_uom_qty": quantity,
                        },
                    )
                ],
            }
        )

    def test_enough_is_no_news(self):
        self.assertFalse(self._order(3.0).rental_shortage)

    def test_what_is_reserved_or_out_is_not_free(self):
        self._ship(self._ordered(), "P1")
        self._ordered()
        self.assertFalse(self._order(1.0).rental_shortage)
        self.assertIn("1 of 2", self._order(2.0).rental_shortage)

    def test_units_to_check_are_not_free(self):
        """What came back is free when it was checked, and not before."""
        rented = self._ordered(3.0)
        self._ship(rented, "P1", "P2", "P3")
        self._return(rented)
        self.assertIn("0 of 1", self._order(1.0).rental_shortage)

    def test_two_lines_of_one_product_count_together(self):
        order = self._order(2.0)
        order.order_line.copy({"order_id": order.id})
        self.assertIn("3 of 4", order.rental_shortage)
        self.assertEqual(len(set(order.order_line.mapped("rental_shortage"))), 1)

    def test_confirmed_the_others_wait(self):
        order = self._order(5.0)
        order.action_confirm()
        self.assertFalse(order.rental_shortage)
        moves = order.rental_subscription_ids._get_open_moves("out")
        self.assertEqual(sum(moves.mapped("quantity")), 3.0)
        self.assertEqual(sum(moves.mapped("product_qty")), 5.0)

    def test_subscribing_a_customer_says_it_too(self):
        self._ship(self._ordered(3.0), "P1", "P2", "P3")
        wizard = self.env["subscription.subscribe.dialog"].new({"plan_id": self.plan.id})
        self.assertIn("0 of 1", wizard.shortage)

    def test_what_is_bought_may_be_ordered_as_ever(self):
        order = self._order(9.0)
        order.order_line.rental_plan_id = False
        self.assertFalse(order.rental_shortage)
