from odoo import api, models


class SubscriptionMeterJob(models.AbstractModel):
    """The job that asks for readings, and estimates what nobody read (PL15)."""

    _name = "subscription.meter.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Counters"

    @api.model
    def _cron_settle_meters(self):
        """Ask and estimate in every company."""
        self._run_in_companies("_settle_meters")

    @api.model
    def _settle_meters(self, company, today):
        """Ask and estimate in `company`; return False when the time is used up."""
        meters = self.env["subscription.meter"].search(
            [("company_id", "=", company.id), ("next_date", "<=", today)]
        )
        return self._do_each(
            meters.subscription_id, lambda one: one._settle_use(today), today
        )
