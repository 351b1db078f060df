from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

CRON = "subscription_rental.ir_cron_settle_access"
# So many rows are noted as called at once; each is then called alone.
BATCH = 50
# The job runs hourly: what failed is tried again in its next run.
RETRY = timedelta(minutes=50)


class SubscriptionAccessJob(models.AbstractModel):
    """The job that gives and withdraws access to other systems, outside of any act (PL12).

    It runs at once when something is wanted, and hourly for what failed.
    """

    _name = "subscription.access.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Access"

    @api.model
    def _wake(self):
        """Trigger the cron of this job to run soon."""
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_settle_access(self):
        """Give and withdraw what is wanted, in every company."""
        self._run_in_companies("_settle_company")

    @api.model
    def _settle_company(self, company, today):
        """Give and withdraw what is wanted in `company`; return False when time is up."""
        now = fields.Datetime.now()
        rows = self.env["subscription.access"]._get_unsettled(company, now)
        # Committed before any system is called: a killed call may have been heard.
        return self._do_each(
            rows.filtered(lambda row: not row.is_called),
            lambda part: part._write_kept({"is_called": True}),
            today,
            stage="call",
            size=BATCH,
        ) and self._do_each(
            rows.exists().filtered("is_called"),
            lambda row: row._settle_access(today),
            today,
        )

    @api.model
    def _keep_trouble(self, record, error, today, stage=""):
        """Say on the row, and to its owner, which access failed; try again in an hour."""
        record = record.exists()
        if record:
            error = UserError(
                self.env._(
                    "Access to %(access)s: %(problem)s",
                    access=record.name,
                    problem=self._get_trouble_message(error),
                )
            )
            retry_at = fields.Datetime.now() + RETRY
            record._write_kept({"last_error": str(error), "retry_at": retry_at})
        return super()._keep_trouble(record, error, today, stage)
