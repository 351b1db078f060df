from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common import GoodsCommon

LOOP = "odoo.addons.subscription_rental.models.jobs.subscription_job_mixin"
TROUBLE_TEXT = "Out of paper."
TROUBLE = "subscription_rental.mail_activity_type_trouble"


@freeze_time("2024-01-10 12:00:00")
class TestGoodsJobs(GoodsCommon):
    """The jobs of goods: one that fails stops no other, and Odoo is told."""

    def _run(self, xmlid):
        """Run a cron as Odoo does; return [(done, left)] as it told them."""
        told = []

        def commit_progress(_cron, processed=0, *, remaining=None, **_options):
            told.append((processed, remaining))
            return float("inf")

        self.env.flush_all()
        self.patch(self.registry["ir.cron"], "_commit_progress", commit_progress)
        cron = self.env.ref(f"subscription_rental_stock.{xmlid}")
        with self.enter_registry_test_mode(), mute_logger(LOOP):
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return told

    def _fail_for(self, model, method, bad):
        """Let a method fail for one record; return what it was called with."""
        working, calls = getattr(self.registry[model], method), []

        def attempt(records, *arguments):
            calls.append(records)
            if bad in records:
                raise UserError(TROUBLE_TEXT)
            return working(records, *arguments)

        self.patch(self.registry[model], method, attempt)
        return calls

    def assertOneFailed(self, told, bad, good, done):
        """Check that the good one was done, and a person told of the bad one."""
        self.assertIn(good, done)
        self.assertEqual(len(bad.activity_search([TROUBLE])), 1)
        self.assertFalse(good.activity_search([TROUBLE]))
        self.assertGreaterEqual(sum(count for count, _left in told), 2)
        self.assertEqual(told[-1][1], 0)

    def test_late_units(self):
        bad, good = self._ordered(), self._ordered()
        self._ship(bad | good, "P1", "P2")
        with freeze_time("2024-01-05 12:00:00"):
            (bad | good)._cancel(bad.company_id._subscription_today())
        calls = self._fail_for("subscription.subscription", "_chase_units", bad)
        told = self._run("ir_cron_chase")
        self.assertOneFailed(told, bad, good, good.browse().union(*calls))

    def test_deliveries(self):
        beans = self._goods("Beans", tracking="none")
        plan = self._goods_plan(
            beans, goods_handling="ship", start_on_handover=False, ship_when_paid=False
        )
        bad, good = (self._subscription("2024-01-10", plan_id=plan.id) for _ in range(2))
        self._bill(bad | good, "2024-01-10")
        self._fail_for("subscription.period", "_create_delivery", bad.period_ids)
        told = self._run("ir_cron_ship")
        self.assertFalse(bad.period_ids.delivery_id)
        self.assertOneFailed(
            told, bad, good, good.period_ids.delivery_id.rental_subscription_id
        )
        self.assertEqual(str(bad.period_ids.next_date), "2024-01-11")
