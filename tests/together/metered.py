from html import unescape

from odoo import Command
from odoo.tests import freeze_time


class MeteredTogether:
    """A bike whose kilometres count: 1,000 a month included, then 0.02 each."""

    @classmethod
    def _meter(cls, plan, product, taxes):
        """Let `plan` meter its `product`; what is used has these taxes."""
        cls.used = cls.env["product.product"].create(
            {"name": "Kilometres", "type": "service", "taxes_id": taxes.ids}
        )
        cls.tariff = cls.env["subscription.tariff"].create(
            {
                "name": "1,000 km",
                "uom_id": cls.env["uom.uom"].create({"name": "rides"}).id,
                "product_id": cls.used.id,
                "included": 1000,
                "tier_ids": [
                    Command.create({"price_unit": 0.02}),
                    Command.create({"above": 500, "price_unit": 0.01}),
                ],
            }
        )
        plan.line_ids.filtered(
            lambda line: line.product_tmpl_id == product.product_tmpl_id
        ).tariff_id = cls.tariff
        cls.said = (
            "1,000 rides a month included, then $ 0.02 each, beyond 1,500 $ 0.01 each"
        )

    def _text(self, page):
        """Return the words of a page as they are read."""
        return " ".join(unescape(page).replace("\xa0", " ").split())

    def assertUseIsBilled(self, subscription, recurring):
        """Return the line of use on the next invoice: 500 for 0.02, and 500 for 0.01.

        :param recurring: what the period itself comes to, with taxes
        """
        next_day = subscription.next_billing_date
        for day, shown in (("2024-01-10", 300), (str(next_day), 2300)):
            with freeze_time(f"{day} 12:00:00"):
                self.env["subscription.reading"].create(
                    {"meter_id": subscription.meter_ids.id, "date": day, "value": shown}
                )
        bill = self._bill(subscription, str(next_day))
        line = bill.invoice_line_ids.filtered("rental_use_id")
        self.assertEqual(line.product_id, self.used)
        self.assertAlmostEqual(sum(line.mapped("price_subtotal")), 15.0)
        with_taxes = sum(line.mapped("price_total"))
        self.assertAlmostEqual(bill.amount_total, recurring + with_taxes)
        self.assertIn("300, at the end 2,300", line[0].name)
        return line
