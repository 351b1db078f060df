from odoo import Command
from odoo.tests import freeze_time, tagged

from ..common import TillCommon


@tagged("post_install", "-at_install")
@freeze_time("2024-01-10 12:00:00")
class TestSettling(TillCommon):
    """A till does not settle what a subscription bills, or a pack pays (SE10)."""

    def setUp(self):
        super().setUp()
        self.cashier.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")

    def _order(self, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.ann.id,
                "order_line": [Command.create({"product_id": self.massage.id, **values})],
            }
        )

    def _settle(self, order):
        """Send the ticket of a till that settles this order."""
        line = self._line(self.massage, sale_order_line_id=order.order_line.id)
        return self._send(self._ticket(line))

    def test_an_ordinary_order_is_settled(self):
        order = self._order()
        order.load_sale_order_from_pos(self.till.id)
        self._settle(order)
        self.assertEqual(order.state, "sale")

    def test_what_a_plan_sells_is_neither_opened_nor_taken(self):
        order = self._order(rental_plan_id=self.plan.id)
        with self.assertRefused("sold by a plan"):
            order.load_sale_order_from_pos(self.till.id)
        with self.assertRefused("sold by a plan"):
            self._settle(order)
        self.assertEqual(order.state, "draft")

    def test_what_a_pack_pays_is_not_paid_again(self):
        self._sell_at_till(self.pack_at_use)
        order = self._order()
        order.action_use_prepaid()
        with self.assertRefused("A pack or credit pays"):
            order.load_sale_order_from_pos(self.till.id)
        with self.assertRefused("A pack or credit pays"):
            self._settle(order)
