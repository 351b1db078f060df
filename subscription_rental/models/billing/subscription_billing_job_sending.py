from odoo import api, models


class SubscriptionBillingJob(models.AbstractModel):
    """What could not be sent goes out again with the first billing of the next day."""

    _inherit = "subscription.billing.job"

    @api.model
    def _bill_company(self, company, today, worker=0, workers=1):
        """Bill; queue the invoices of `company` that could not be sent, once a day."""
        unsent = self.env["account.move"]
        if not worker:
            unsent = unsent._get_unsent(company, today).try_lock_for_update()
        if unsent:
            unsent._write_kept({"rental_unsent_on": today})
            unsent._send_rental_invoices()
            self._commit()
        return super()._bill_company(company, today, worker, workers)
