"""A million readings: what billing a period reads of them, and how long that takes."""

import time
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tools import SQL

BATCH = 200
DAY = date(2024, 1, 1)


class Metered:
    """Counters with daily readings, made by SQL, and their use settled in batches."""

    def __init__(self, env, count, readings):
        self.env = env
        self.readings = int(readings)
        first = self._make_first()
        self._multiply(first, int(count))
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()

    def _make_first(self):
        """Return a counter of a subscription that runs."""
        products = self.env["product.product"].create(
            [{"name": name, "type": "service"} for name in ("Copier", "Copies")]
        )
        tariff = self.env["subscription.tariff"].create(
            {
                "name": "Copies",
                "uom_id": self.env.ref("uom.product_uom_unit").id,
                "included": 1000,
                "product_id": products[1].id,
                "tier_ids": [Command.create({"price_unit": 0.02})],
            }
        )
        plan = self.env["subscription.plan"].create(
            {
                "name": "Copier",
                "line_ids": [
                    Command.create(
                        {
                            "product_tmpl_id": products[0].product_tmpl_id.id,
                            "price_unit": 49.0,
                            "tariff_id": tariff.id,
                        }
                    )
                ],
            }
        )
        subscription = self.env["subscription.subscription"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Library"}).id,
                "plan_id": plan.id,
                "date_start": DAY,
            }
        )
        subscription._start(DAY)
        self.env.flush_all()
        return subscription.meter_ids

    def _multiply(self, meter, count):
        """Copy the counter, and give each copy daily readings up to its last day."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO subscription_meter
                       (subscription_id, company_id, name, label, uom_id, decimals,
                        runs_over_at)
                SELECT subscription_id, company_id, name, label, uom_id, decimals,
                       runs_over_at
                  FROM subscription_meter, generate_series(2, %s)
                 WHERE id = %s
                """,
                count,
                meter.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO subscription_reading
                       (meter_id, subscription_id, company_id, date, value, kind,
                        source, is_true)
                SELECT meter.id, meter.subscription_id, meter.company_id,
                       %s::date + number, number * 50, 'read', 'api', TRUE
                  FROM generate_series(0, %s) number, subscription_meter meter
                """,
                DAY,
                self.readings // count - 1,
            )
        )

    def run(self):
        """Ask for the readings of a month of each counter, in batches; say how."""
        meters = self.env["subscription.meter"].search([])
        month = DAY + timedelta(days=self.readings // len(meters) - 31)
        batches = [meters[at : at + BATCH] for at in range(0, len(meters), BATCH)]
        begun, found = time.perf_counter(), 0
        for batch in batches:
            curves = batch._get_curves(dict.fromkeys(batch, month))
            found += sum(len(one[""].points) for one in curves.values())
        return {
            "readings": self.env["subscription.reading"].search_count([]),
            "meters": len(meters),
            "read": found,
            "ms_per_meter": (time.perf_counter() - begun) * 1000 / len(meters),
            "plan": self._explain(meters[:1], month),
        }

    def _explain(self, meter, month):
        """Return how PostgreSQL finds the readings of one counter."""
        query = meter._get_range_query({meter: month})
        self.env.cr.execute(SQL("EXPLAIN (ANALYZE, BUFFERS) %s", query))
        return [line for (line,) in self.env.cr.fetchall()]
