from odoo import api, models


class SubscriptionMailingJob(models.AbstractModel):
    """Every hour: the mailing lists of due dates are brought up to date (DD9)."""

    _name = "subscription.mailing.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Mailing Lists"

    @api.model
    def _cron_keep_lists(self):
        """Bring the lists of every company up to date, on its own day."""
        self._run_in_companies("_keep_lists")

    @api.model
    def _keep_lists(self, company, today):
        """Bring the lists of `company` up to date, each in a transaction of its own."""
        for one in self.env["mailing.list"]._get_due_lists(company):
            one._follow_due_dates(today)
            self._commit()
