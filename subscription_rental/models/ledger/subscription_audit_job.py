from odoo import api, models

BATCH_SIZE = 500


class SubscriptionAuditJob(models.AbstractModel):
    """Every night: all subscriptions are compared with their ledgers."""

    _name = "subscription.audit.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Audit Job"

    @api.model
    def _cron_check_ledger(self):
        """Compare all subscriptions with their ledgers; store the differences on them."""
        self._run_in_companies("_check_company")

    @api.model
    def _check_company(self, company, today):
        """Compare the subscriptions of `company`; return False when the time is up."""
        begun = self.env["subscription.subscription"].search(
            [("company_id", "=", company.id), ("billing_anchor", "!=", False)]
        )
        return self._do_each(
            begun, lambda batch: batch._check_ledger(), today, size=BATCH_SIZE
        )

    @api.model
    def _claim_records(self, records):
        # It only looks: whoever is at work on them is not disturbed.
        return records.exists()
