from odoo import api, models


class SubscriptionDeferralJob(models.AbstractModel):
    """Every night: posted lines get their rows, accounts are compared (BI13), and the
    month that is to be closed is counted (BI16).
    """

    _name = "subscription.deferral.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Deferred Revenue"

    @api.model
    def _cron_defer(self):
        """Lay out what was posted, compare ledger and accounts, and count the month that
        is to be closed, in each company.
        """
        self._run_in_companies("_defer_company")

    @api.model
    def _defer_company(self, company, today):
        """Do the night's work of `company`; return False when the time is up."""
        compared = self._compare_deferrals(company, today) is not False
        return compared and self._count_month(company, today)

    @api.model
    def _compare_deferrals(self, company, today):
        """Lay out and compare in `company`; return False when the time is up."""
        journal = company.subscription_deferral_journal_id
        if not company._defers():
            return True
        return self._do_each(
            journal,
            lambda _journal: self._compare_company(company, today),
            today,
            # A journal may serve several branches.
            stage=str(company.id),
        )

    @api.model
    def _compare_company(self, company, today):
        rows = self.env["subscription.deferral"]
        rows._lay_out_deferrals(company, today)
        rows._check_deferrals(company)

    @api.model
    def _count_month(self, company, today):
        """Count the next month end of `company`, if it closes months; return False when
        the time is up.

        So it opens at once, however many subscriptions there are.
        """
        closings = self.env["subscription.closing"]
        known = closings.search_count([("company_id", "=", company.id)], limit=1)
        if not known and not company._defers():
            return True
        month = closings._get_next_to_close(company, today)
        # The figures of a closed month are those with which it was closed.
        month = month.filtered(lambda one: one.state != "closed")
        return self._do_each(
            month, lambda one: one._count_figures(), today, stage="counted"
        )

    @api.model
    def _get_trouble_owner(self, record):
        """Return who looks after the books of subscriptions in the company."""
        company = self.env.company
        owner = company.sudo().subscription_owner_id or company._get_subscription_manager()
        return owner or super()._get_trouble_owner(record)

    @api.model
    def _get_subscriptions_of(self, record):  # noqa: ARG002
        """Return none: the journal stands for all of them."""
        return self.env["subscription.subscription"]
