from odoo.tools import mute_logger

from .common_payment import PaymentCommon

LOOP = "odoo.addons.subscription_rental.models.jobs.subscription_job_mixin"


class JobsCommon(PaymentCommon):
    """Crons that run as Odoo runs them, and what they tell it."""

    def _run(self, xmlid, seconds=float("inf")):
        """Run a cron as Odoo does; return [(done, left)] as it told them."""
        told = []

        def commit_progress(_cron, processed=0, *, remaining=None, **_options):
            told.append((processed, remaining))
            return seconds

        self.env.flush_all()
        self.patch(self.registry["ir.cron"], "_commit_progress", commit_progress)
        cron = self.env.ref(f"subscription_rental.{xmlid}")
        with self.enter_registry_test_mode(), mute_logger(LOOP):
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return told
