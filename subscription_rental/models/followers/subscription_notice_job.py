from odoo import api, models


class SubscriptionNoticeJob(models.AbstractModel):
    """The daily job that tells customers of new prices in time."""

    _name = "subscription.notice.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Price Notices"

    @api.model
    def _cron_tell_prices(self):
        """Tell customers of new prices, in every company."""
        self._run_in_companies("_tell_of_prices")

    @api.model
    def _tell_of_prices(self, company, today):
        """Tell customers of `company` of new prices; return False when time is used up."""
        rows = self.env["subscription.price.revision.line"]
        planned = rows._get_to_tell(company, today).grouped("subscription_id")
        subscriptions = rows.subscription_id.union(*planned)
        return self._do_each(subscriptions, lambda one: planned[one]._notify(today), today)
