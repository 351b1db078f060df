"""The copier of the demo's business: read each month, once estimated, then corrected."""

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.fields import Command

ADDON = "subscription_rental"
MONTHS = 5
# What it shows on each of its days; the fourth one nobody reads.
SHOWN = (12400, 13650, 14420, None, 16010, 17300)


class Copier:
    """A copier with 1,000 copies a month included, then 0.02 each."""

    def __init__(self, env, company, today):
        """Make its tariff and its plan, and who rents it."""
        self.env, self.company = env, company
        self.start = today - relativedelta(months=MONTHS, days=12)
        self.days = [self.start + relativedelta(months=n) for n in range(len(SHOWN))]
        self.subscription = env["subscription.subscription"].create(
            {
                "partner_id": env.ref(f"{ADDON}.partner_library").id,
                "plan_id": self._plan().id,
                "date_start": self.start,
            }
        )

    def _product(self, name, price):
        return self.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "taxes_id": [Command.set(self.company.account_sale_tax_id.ids)],
            }
        )

    def _plan(self):
        copies = self.env["uom.uom"].create({"name": "copies"})
        tariff = self.env["subscription.tariff"].create(
            {
                "name": "1,000 copies a month",
                "uom_id": copies.id,
                "included": 1000,
                "runs_over_at": 1000000,
                "product_id": self._product("Copies", 0.02).id,
                "tier_ids": [Command.create({"above": 0, "price_unit": 0.02})],
            }
        )
        copier = self._product("Copier", 49.0)
        return self.env["subscription.plan"].create(
            {
                "name": "Copier with service",
                "invoice_mode": "post",
                "metered_asks_customer": False,
                "line_ids": [
                    Command.create(
                        {
                            "product_tmpl_id": copier.product_tmpl_id.id,
                            "price_unit": 49.0,
                            "tariff_id": tariff.id,
                        }
                    )
                ],
            }
        )

    def live(self, day):
        """Start it, read it, and let the job ask and estimate."""
        if day == self.start:
            self.subscription._activate(day)
        if day in self.days:
            self._read(day, SHOWN[self.days.index(day)])
        self.env["subscription.meter.job"]._settle_meters(self.company, day)

    def _read(self, day, value):
        if value is None:
            return
        with freeze_time(f"{day} 12:00:00"):
            self.env["subscription.reading"].create(
                {"meter_id": self.subscription.meter_ids.id, "date": day, "value": value}
            )
