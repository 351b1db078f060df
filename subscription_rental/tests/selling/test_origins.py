from odoo import Command
from odoo.tests import freeze_time

from ..common_phases import PhasesCommon
from ..common_selling import SellingCommon


@freeze_time("2024-01-01 12:00:00")
class TestOrigins(SellingCommon, PhasesCommon):
    """Every price says where it comes from: plan, pricelist, phase, or who typed it."""

    def _told(self, line):
        """Return what the button says, without the currency."""
        message = line.action_explain_price()["params"]["message"]
        return message.replace("\N{NO-BREAK SPACE}", " ").replace("$ ", "")

    def test_the_price_of_the_plan(self):
        order = self._rental()
        told = "The plan Monthly bike says 30.00."
        self.assertEqual(self._told(order.order_line), told)
        line = self._confirm(order).line_ids
        self.assertEqual(self._told(line), f"Sold by {order.name}. {told}")

    def test_the_pricelist_and_the_phases(self):
        rule = {"compute_price": "percentage", "percent_price": 10.0}
        pricelist = self.env["product.pricelist"].create(
            {"name": "Friends", "item_ids": [Command.create(rule)]}
        )
        plan = self._phased_plan("1 x -50%", uses_pricelist=True)
        order = self._order((self.product, plan, {}), pricelist_id=pricelist.id)
        self.assertEqual(
            self._told(order.order_line),
            "The plan Monthly bike says 30.00. The pricelist Friends makes it 27.00. "
            "At first: 1 month at 13.50, then 27.00.",
        )
        second = self._confirm(order).line_ids.sorted("phase_number")[1]
        self.assertIn("Price number 2 of those that follow each other.", self._told(second))

    def test_who_typed_it(self):
        order = self._rental()
        order.order_line.rental_price_unit = 21.0
        name = self.env.user.name
        told = f"The plan Monthly bike says 30.00. {name} typed 21.00 on 01/01/2024."
        self.assertEqual(self._told(order.order_line), told)
        order.order_line.rental_price_unit = 30.0
        self.assertFalse(order.order_line.rental_typed_uid)
        given = self._rental(rental_price_unit=22.0).order_line
        self.assertEqual(given.rental_typed_uid, self.env.user)

    def test_without_a_quotation(self):
        line = self._draft().line_ids
        self.assertEqual(self._told(line), "The plan Monthly bike says 30.00.")
        line.price_unit = 25.0
        self.assertIn("in place of what the plan", self._told(line))

    def test_a_change_and_a_revision(self):
        rental = self._subscription()
        self._bill(rental, "2024-01-01")
        self._change(rental, "2024-01-10", price_unit=20.0)
        revision = self.env["subscription.price.revision"].create(
            {"name": "Spring", "date": "2024-02-01", "percent": 10.0, "notice_days": 0}
        )
        revision.action_preview()
        revision.action_confirm()
        told = self._told(rental._get_contract_lines())
        self.assertIn(f"made by {self.env.user.name}", told)
        self.assertIn("Price revision Spring: 22.00 from 02/01/2024.", told)
