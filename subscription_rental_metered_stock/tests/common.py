from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.subscription_rental_stock.tests.common import GoodsCommon


class MeteredGoodsCommon(GoodsCommon):
    """Phones that count their minutes: 1,000 a month are included, then 0.02 each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff = cls.env["subscription.tariff"].create(
            {
                "name": "1,000 minutes",
                "uom_id": cls.env["uom.uom"].create({"name": "minutes"}).id,
                "included": 1000,
                "product_id": cls.env["product.product"]
                .create({"name": "Minutes", "type": "service"})
                .id,
                "tier_ids": [Command.create({"price_unit": 0.02})],
            }
        )
        cls.plan.line_ids.tariff_id = cls.tariff

    def _handed_over(self, *serials, day="2024-01-01", counter=False, **values):
        """Return a subscription whose units were handed over on that day, and billed."""
        with freeze_time(f"{day} 12:00:00"):
            subscription = self._ordered(len(serials), **values)
            self._ship(subscription, *serials, counter=counter)
            self._bill(subscription, day)
        return subscription

    def _read_unit(self, subscription, day, value, serial=None, **values):
        """Return a reading typed on that day, of the unit with this serial number."""
        units = subscription.assignment_ids.filtered(lambda one: one.lot_id.name == serial)
        with freeze_time(f"{day} 12:00:00"):
            return self.env["subscription.reading"].create(
                {
                    "meter_id": subscription.meter_ids.id,
                    "date": day,
                    "value": value,
                    "assignment_id": units[:1].id,
                    **values,
                }
            )

    def _swap(self, subscription, old, new, day, **values):
        """Swap a unit for another one, both here, on that day."""
        unit = subscription.assignment_ids.filtered(
            lambda one: one.lot_id.name == old and not one.date_to
        )
        lot = self.lots.filtered(lambda one: one.name == new)
        with freeze_time(f"{day} 12:00:00"):
            self.env["subscription.swap.dialog"].create(
                {
                    "subscription_id": subscription.id,
                    "assignment_id": unit.id,
                    "date": date.fromisoformat(day),
                    "lot_id": lot.id,
                    "reason": "Broken",
                    **values,
                }
            ).action_swap()
