from datetime import date

from odoo.tests import freeze_time

from ..common import SubscriptionCommon


class TestIntervalWaits(SubscriptionCommon):
    """Another interval was chosen from the next period on: until then the old one holds."""

    def setUp(self):
        super().setUp()
        self.rental = self._subscription()
        self._bill(self.rental, "2024-01-01")
        self.yearly = self._plan(price=300.0, name="Yearly", interval_unit="year")
        self._change("2024-01-05", when="next", plan_id=self.yearly.id)
        self.assertEqual(self.rental.billing_anchor, date(2024, 2, 1))

    def _change(self, day, quantity=None, **values):
        """Change plan or quantity in the dialog; return the day that it showed."""
        with freeze_time(f"{day} 12:00:00"):
            dialog = self.env["subscription.change.dialog"].create(
                {"subscription_id": self.rental.id, **values}
            )
            if quantity:
                dialog.line_ids.quantity = quantity
            shown = dialog.day
            dialog.action_change()
        return shown

    def _pause(self, rule, resume):
        """Pause on 13 January, resume, and bill on that day; return the invoice."""
        self.rental._pause(date(2024, 1, 13), rule=rule)
        self.rental._resume(date.fromisoformat(resume))
        return self._bill(self.rental, resume)

    def _get_lines(self, invoice):
        lines = invoice.invoice_line_ids.filtered(lambda line: not line.rental_charge_id)
        return lines.mapped("price_subtotal")

    def test_days_before_it_cost_a_part_of_the_old_interval(self):
        invoice = self._pause("credited", "2024-01-20")
        # 12 of 31 days of 30, not of 366
        self.assertEqual(self._get_lines(invoice), [11.61])
        self.assertBilled(self.rental, "2024-01-01", "2024-01-20")
        self.assertEqual(self._get_lines(self._bill(self.rental, "2024-02-01")), [300.0])
        self.assertFalse(self.rental._get_ledger_difference())

    def test_what_moves_by_a_pause_are_the_old_periods(self):
        invoice = self._pause("moved", "2024-01-20")
        # A month from the 20th on has 31 days, too; on 1 February the year begins.
        self.assertEqual(self._get_lines(invoice), [11.61])
        self.assertEqual(self.rental.former_anchor, date(2024, 1, 20))
        self.assertEqual(self._get_lines(self._bill(self.rental, "2024-02-01")), [300.0])

    def test_a_change_meanwhile_holds_from_that_day_on(self):
        """Its price is per year: nothing is charged for days of the month."""
        shown = self._change("2024-01-10", quantity=2.0)
        self.assertEqual(shown, date(2024, 2, 1))
        self.assertFalse(self.rental.charge_ids)
        self.assertEqual(self._get_lines(self._bill(self.rental, "2024-02-01")), [600.0])

    def test_yet_another_interval_takes_its_place(self):
        weekly = self._plan(price=7.0, name="Weekly", interval_unit="week")
        self._change("2024-01-10", plan_id=weekly.id)
        self.assertEqual(self.rental.former_unit, "month")
        invoice = self._pause("credited", "2024-01-20")
        self.assertEqual(self._get_lines(invoice), [11.61])
        self.assertEqual(self._get_lines(self._bill(self.rental, "2024-02-01")), [7.0])

    def test_a_pause_across_that_day_is_not_billed_by_yet_another_interval(self):
        """Where all of the period costs what comes, days of a pause in it cost nothing."""
        self.rental._write_kept({"proration": "full"})
        self.rental._pause(date(2024, 1, 28), rule="credited")
        self.rental._resume(date(2024, 2, 4))
        self._bill(self.rental, "2024-02-04")
        weekly = self._plan(price=7.0, name="Weekly", interval_unit="week")
        self.assertEqual(self._change("2024-02-10", plan_id=weekly.id), date(2024, 2, 4))
        self.assertBilled(self.rental, "2024-01-01", "2024-02-04")
        self.assertFalse(self.rental._get_ledger_difference())

    def test_after_that_day_all_is_counted_by_the_new_one(self):
        self._bill(self.rental, "2024-02-01")
        self.rental._pause(date(2024, 3, 1), rule="credited")
        self.rental._resume(date(2024, 3, 11))
        invoice = self._bill(self.rental, "2024-03-11")
        # 327 of 366 days of 300
        self.assertEqual(self._get_lines(invoice), [268.03])
