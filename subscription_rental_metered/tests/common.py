from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common import SubscriptionCommon


class MeteredCommon(SubscriptionCommon):
    """A copier with 1,000 copies a month included, then 0.02 each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.uom = cls.env["uom.uom"].create({"name": "copies"})
        cls.copies = cls._product("Copies")
        cls.tariff = cls._tariff()
        cls.plan.line_ids.tariff_id = cls.tariff
        cls.plan.metered_grace_days = 5

    @classmethod
    def _tariff(cls, *tiers, **values):
        """Return a tariff with these (from, price) above what is included."""
        return cls.env["subscription.tariff"].create(
            {
                "name": "1,000 copies",
                "uom_id": cls.uom.id,
                "product_id": cls.copies.id,
                "included": 1000,
                "tier_ids": [
                    Command.create({"above": above, "price_unit": price})
                    for above, price in tiers or [(0, 0.02)]
                ],
                **values,
            }
        )

    def _read(self, subscription, day, value, **values):
        """Return a reading of the subscription's only counter, typed on that day."""
        with freeze_time(f"{values.pop('on', day)} 12:00:00"):
            return self.env["subscription.reading"].create(
                {
                    "meter_id": subscription.meter_ids.id,
                    "date": day,
                    "value": value,
                    **values,
                }
            )

    def _settle_on(self, day):
        """Run the job of counters on that day, as far as the company of the tests."""
        for meter in self.env["subscription.meter"].search([("next_date", "<=", day)]):
            meter.subscription_id._settle_use(date.fromisoformat(day))

    def _get_used(self, moves):
        """Return [amount] of the lines of use on these invoices and credit notes."""
        lines = moves.invoice_line_ids.filtered("rental_use_id")
        return [
            line.move_id.direction_sign * -line.price_subtotal
            for line in lines.sorted("id")
        ]

    def _get_last_use(self, subscription):
        """Return what the ledger says of the last period, as corrected."""
        return subscription.use_ids.sorted(lambda row: (row.date_start, row.number))[-1]

    def assertRefused(self, text, work, *arguments, **options):
        """Check that `work` is refused with a sentence that has `text`, and undone."""
        with self.assertRaises(UserError) as caught:
            work(*arguments, **options)
        self.assertIn(text, str(caught.exception))

    def assertUsed(self, subscription, *rows):
        """Check (first day, number, quantity, amount, estimated) of the ledger's rows."""
        found = subscription.use_ids.sorted(lambda row: (row.date_start, row.number))
        names = ("number", "quantity", "amount", "is_estimated")
        told = [(str(one.date_start), *(one[name] for name in names)) for one in found]
        self.assertEqual(told, list(rows))

    def assertWaiting(self, subscription, *amounts):
        """Check the amounts of use that wait for an invoice."""
        waiting = subscription._get_pending_charges().filtered("use_id")
        self.assertEqual(waiting.mapped("amount"), list(amounts))
