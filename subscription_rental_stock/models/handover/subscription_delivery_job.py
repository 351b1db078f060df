from odoo import api, fields, models


class SubscriptionDeliveryJob(models.AbstractModel):
    """The deliveries of billed periods, each made when it may be shipped (PL7, BI8)."""

    _name = "subscription.delivery.job"
    _inherit = ["subscription.job.mixin"]
    _description = "Job of Deliveries"

    @api.model
    def _cron_ship(self):
        """Make the deliveries that are due, in every company."""
        self._run_in_companies("_ship_company")

    @api.model
    def _ship_company(self, company, today):
        """Make the deliveries of `company`; return False when the time is used up."""
        periods = self.env["subscription.period"].search(
            [
                ("company_id", "=", company.id),
                ("is_to_ship", "=", True),
                ("next_date", "<=", today),
            ]
        )
        return self._do_each(periods, lambda period: period._ship(), today)

    @api.model
    def _postpone(self, record, today):
        """Set the next day to ship a failed period to tomorrow."""
        record.next_date = fields.Date.add(today, days=1)
