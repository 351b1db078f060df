from odoo import api, models
from odoo.fields import Domain

from ...billing import due_dates

BATCH_SIZE = 500


class SubscriptionDueJob(models.AbstractModel):
    """Every day: due dates that are over expire, and automation rules hear of it (DD9)."""

    _name = "subscription.due.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Due Dates"

    @api.model
    def _cron_expire(self):
        """Let expire what is over, in every company on its own day."""
        self._run_in_companies("_expire_company")

    @api.model
    def _expire_company(self, company, today):
        """Let expire what is over in `company`; return False when the time is up."""
        over = self.env["subscription.due.date"].search(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", due_dates.ACTIVE)
            & Domain("date_due", "<", today)
        )
        return self._do_each(
            over, lambda batch: batch._refresh_states(), today, size=BATCH_SIZE
        )

    @api.model
    def _get_trouble_owner(self, record):
        """Return who looks after the due date on which the job failed."""
        if record.subscription_id:
            return super()._get_trouble_owner(record)
        return record._get_responsible()
