from odoo import api, models

CRON = "subscription_rental.cron_price_revision"


class SubscriptionNoticeJob(models.AbstractModel):
    """The daily job that tells customers of new prices in time."""

    _name = "subscription.notice.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Price Notices"

    @api.model
    def _wake(self):
        """Trigger the cron of the notice job to run soon."""
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_tell_prices(self):
        """Tell customers of new prices, in every company."""
        self._run_in_companies("_tell_of_prices")

    @api.model
    def _tell_of_prices(self, company, today):
        """Tell customers of `company` of new prices, and of those that do not come.

        Return False when the time is used up.
        """
        rows = self.env["subscription.price.revision.line"]
        planned = rows._get_to_tell(company, today).grouped("subscription_id")
        undone = rows._get_withdrawn(company).grouped("subscription_id")
        none = rows.subscription_id
        return self._do_each(
            none.union(*planned), lambda one: planned[one]._notify(today), today
        ) and self._do_each(
            none.union(*undone),
            lambda one: undone[one]._notify_withdrawn(today),
            today,
            stage="withdrawn",
        )
