from odoo import api, models
from odoo.exceptions import UserError

CRON = "subscription_rental.cron_price_revision"
RENEWALS = "renewals"


class SubscriptionNoticeJob(models.AbstractModel):
    """The daily job that tells customers of new prices and of renewals, in time."""

    _name = "subscription.notice.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Notices"

    @api.model
    def _wake(self):
        """Trigger the cron of the notice job to run soon."""
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_tell_prices(self):
        """Tell customers of new prices and of tacit renewals, in every company."""
        self._run_in_companies("_tell_customers")

    @api.model
    def _tell_customers(self, company, today):
        """Tell customers of `company` what is due; return False when time is used up."""
        return self._tell_of_prices(company, today) and self._tell_of_renewals(
            company, today
        )

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

    @api.model
    def _tell_of_renewals(self, company, today):
        """Tell customers of `company` of tacit renewals to come (PL3).

        Who cannot be told is shown to the owner, and tried again every day. Return False
        when the time is used up.
        """
        due = self.env["subscription.subscription"]._get_to_tell_of_renewal(company, today)
        reasons = {one: one._get_untold_reason() for one in due}
        able = due.filtered(lambda one: not reasons[one])
        for one in due - able:
            self._keep_trouble(one, UserError(reasons[one]), today, RENEWALS)
        return self._do_each(
            able, lambda one: one._tell_of_renewal(today), today, stage=RENEWALS
        )
