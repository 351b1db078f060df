"""Goods that are rented, and handovers that wait, for *Rentals to Ship*."""

from odoo import Command


class Goods:
    """Make subscriptions of goods with serial numbers, all of them in stock."""

    def __init__(self, env, count):
        # Nobody reads the history of a benchmark's own data.
        self.env = env(context={**env.context, "tracking_disable": True})
        self.count = int(count)

    def run(self):
        """Make them, and let their handovers wait."""
        env = self.env
        env.company.subscription_tz = "UTC"
        phone = self._make_product()
        self._receive(phone)
        line = {"product_tmpl_id": phone.product_tmpl_id.id, "price_unit": 31.0}
        plan = env["subscription.plan"].create(
            {
                "name": "Monthly phones",
                "start_on_handover": True,
                "start_on_payment": False,
                "line_ids": [Command.create(line)],
            }
        )
        customers = env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(self.count)]
        )
        subscriptions = env["subscription.subscription"].create(
            [{"partner_id": one.id, "plan_id": plan.id} for one in customers]
        )
        for subscription in subscriptions:
            subscription.action_activate()
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.cr.commit()
        return {}

    def _make_product(self):
        return self.env["product.product"].create(
            {
                "name": "Phone",
                "type": "consu",
                "is_storable": True,
                "tracking": "serial",
                "list_price": 40.0,
            }
        )

    def _receive(self, phone):
        """Put as many serial numbers as there are customers into the stock."""
        env = self.env
        lots = env["stock.lot"].create(
            [{"name": f"P{number}", "product_id": phone.id} for number in range(self.count)]
        )
        warehouse = env["stock.warehouse"].search([], limit=1)
        env["stock.quant"].with_context(inventory_mode=True).create(
            [
                {
                    "product_id": phone.id,
                    "lot_id": lot.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "inventory_quantity": 1.0,
                }
                for lot in lots
            ]
        ).action_apply_inventory()
