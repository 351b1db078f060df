from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from ..common import SubscriptionCommon


class TestRevisedVersions(SubscriptionCommon):
    """A planned price, and a line that changes before it takes effect (PL11, A28)."""

    def _revise(self, subscription, today, day):
        """Plan 10 % more for `subscription` from `day` on; return the revision."""
        with freeze_time(f"{today} 12:00:00"):
            revision = self.env["subscription.price.revision"].create(
                {
                    "name": "2024",
                    "date": day,
                    "percent": 10.0,
                    "notice_days": 0,
                    "product_ids": [Command.set(subscription.line_ids.product_id.ids)],
                }
            )
            revision.action_preview()
            revision.action_confirm()
        return revision

    def _change(self, subscription, day, when="now", **values):
        with freeze_time(f"{day} 12:00:00"):
            dialog = self.env["subscription.change.dialog"].create(
                {"subscription_id": subscription.id, "when": when}
            )
            dialog.line_ids.write(values)
            dialog.action_change()

    def test_a_line_that_begins_with_its_new_price_gets_it_once(self):
        """A line changes from the next period on, whose price is revised, too."""
        rental = self._subscription()
        self._bill(rental, "2024-01-01")
        self._change(rental, "2024-01-10", when="next", quantity=2.0)
        revision = self._revise(rental, "2024-01-12", "2024-02-01")
        invoices = [
            self._bill(rental, day).amount_untaxed
            for day in ("2024-02-01", "2024-03-01", "2024-04-01")
        ]
        self.assertEqual(invoices, [66.0, 66.0, 66.0])
        row = revision.line_ids
        self.assertEqual((row.state, row.price_after), ("done", 33.0))
        self.assertEqual(row.line_id.price_unit, 33.0)

    def test_in_arrears_what_changed_after_its_day_stays_on_its_day(self):
        """30 becomes 33 on 1 February; from the 11th on there are two of it."""
        rental = self._subscription(plan_id=self._plan(billing_timing="arrears").id)
        self._revise(rental, "2024-01-12", "2024-02-01")
        self._bill(rental, "2024-02-01")
        self._change(rental, "2024-02-11", quantity=2.0)
        invoice = self._bill(rental, "2024-03-01")
        # 10 of 29 days of 33 are 11.38, 19 of 29 days of 66 are 43.24.
        self.assertEqual(
            sorted(invoice.invoice_line_ids.mapped("price_subtotal")), [11.38, 43.24]
        )
        first, second, third = rental.line_ids.sorted(lambda one: str(one.date_from or ""))
        self.assertEqual(first.date_to, date(2024, 2, 1))
        self.assertEqual((second.previous_line_id, third.previous_line_id), (first, second))

    def test_days_used_before_the_end_have_the_new_price(self):
        """In arrears they are billed after it was cancelled."""
        rental = self._subscription(plan_id=self._plan(billing_timing="arrears").id)
        self._revise(rental, "2024-01-12", "2024-02-01")
        self._bill(rental, "2024-02-01")
        rental._cancel(date(2024, 2, 11))
        # 10 of 29 days of 33
        self.assertEqual(self._bill(rental, "2024-02-11").amount_untaxed, 11.38)

    def test_what_is_planned_already_is_not_revised_twice(self):
        """Also where the line was changed in the meantime: another version of it runs."""
        rental = self._subscription()
        self._bill(rental, "2024-01-01")
        self._revise(rental, "2024-01-05", "2024-02-01")
        self._change(rental, "2024-01-10", quantity=2.0)
        with freeze_time("2024-01-12 12:00:00"):
            again = self.env["subscription.price.revision"].create(
                {"name": "Again", "date": "2024-02-01", "percent": 5.0, "notice_days": 0}
            )
            again.action_preview()
        self.assertFalse(again.line_ids)
        invoice = self._bill(rental, "2024-02-01")
        line = invoice.invoice_line_ids.filtered(lambda one: not one.rental_charge_id)
        self.assertEqual(line.price_subtotal, 66.0)
