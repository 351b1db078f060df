from odoo import api, models

CRON = "subscription_rental.ir_cron_ending_links"


class SubscriptionEndingJob(models.AbstractModel):
    """At once: the links are mailed that were asked for before login (PO4).

    Not while the page is answered: who measures that time must not learn from it whether
    a contract exists.
    """

    _name = "subscription.ending.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Links to End a Contract"

    @api.model
    def _wake(self):
        """Trigger the cron of this job to run soon."""
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_mail_links(self):
        """Mail the links of every company that wait for it."""
        self._run_in_companies("_mail_company")

    @api.model
    def _mail_company(self, company, today):
        """Mail the waiting links of `company`; return False when the time is up."""
        waiting = self.env["subscription.ending.link"].search(
            [("company_id", "=", company.id), ("mailed_at", "=", False)], order="id"
        )
        return self._do_each(waiting, lambda link: link._send(), today)
