from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_closing import ClosingCommon


@freeze_time("2024-02-05 12:00:00")
class TestMonthEnd(ClosingCommon):
    """BI16: a month end is counted where counters are read, too."""

    def test_days_that_are_not_billed_are_counted_beside_counters(self):
        plan = self._plan(31.0, invoice_mode="post", billing_timing="arrears")
        self._subscription("2024-01-11", plan_id=plan.id)
        january = self._month("2024-01-15")
        january.action_count()
        row = january.figure_ids.filtered(lambda one: one.code == "arrears_waiting")
        # 21 of 31 days.
        self.assertEqual(row.amount, 21.0)
