from odoo import Command
from odoo.tests import freeze_time

from ..common import GoodsCommon


@freeze_time("2024-01-01 12:00:00")
class TestAgreed(GoodsCommon):
    """Terms of goods are those of the sale (A39)."""

    def test_the_deductible_is_the_one_that_was_agreed(self):
        cover = self._product("Insurance")
        self.phone.write(
            {"rental_cover_product_id": cover.id, "rental_replacement_value": 640.0}
        )
        self.plan.write({"deductible": 40.0, "sale_percent": 50.0})
        subscription = self._draft(False)
        subscription.line_ids = [Command.create({"product_id": cover.id})]
        subscription.action_activate()
        self._ship(subscription, "P1")
        self.plan.write({"deductible": 300.0, "sale_percent": 10.0})
        self.assertEqual(subscription.sale_percent, 50.0)
        incident = self.env["subscription.incident"].create(
            {"assignment_id": subscription.assignment_ids.id, "kind": "stolen"}
        )
        self.assertEqual((incident.decision, incident.amount), ("deductible", 40.0))

    def test_in_another_currency_it_is_converted_once(self):
        self.plan.deductible = 300.0
        euro = self.env.ref("base.EUR")
        euro.active = True
        rates = self.env["res.currency.rate"]
        rates.search([("currency_id", "=", euro.id)]).unlink()
        rate = rates.create({"currency_id": euro.id, "rate": 2.0, "name": "2024-01-01"})
        subscription = self._draft(currency_id=euro.id)
        self.assertEqual(subscription.deductible, 600.0)
        subscription.action_activate()
        rate.rate = 1.0
        self.assertEqual(subscription.deductible, 600.0)
