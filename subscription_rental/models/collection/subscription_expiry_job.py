from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ...billing import lifecycle

# So many days before a card expires, its holder is asked for another one.
EXPIRY_NOTICE = 30


class SubscriptionExpiryJob(models.AbstractModel):
    """Every day: customers whose card expires soon are asked for another one."""

    _name = "subscription.expiry.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Expiring Cards"

    @api.model
    def _cron_tell_expiry(self):
        """Ask the customers of every company whose card expires soon for another one."""
        self._run_in_companies("_tell_of_cards")

    @api.model
    def _tell_of_cards(self, company, today):
        """Tell of each expiring card of `company` once; return False when time is up."""
        horizon = today + relativedelta(days=EXPIRY_NOTICE)
        running = self.env["subscription.subscription"].search(
            Domain("company_id", "=", company.id)
            & Domain("state", "in", [lifecycle.SCHEDULED, *lifecycle.RUNNING])
            & Domain("payment_token_id.rental_expiry", "!=", False)
            & Domain("payment_token_id.rental_expiry_told", "=", False)
            & Domain("payment_token_id.rental_expiry", "<=", horizon)
        )
        first = running.browse()
        for token, owned in running.grouped("payment_token_id").items():
            if token._get_last_day() <= horizon:
                first |= owned[0]
        return self._do_each(first, lambda one: one._tell_of_own_expiry(today), today)
