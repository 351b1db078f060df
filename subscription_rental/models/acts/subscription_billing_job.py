from odoo import api, models
from odoo.fields import Domain


class SubscriptionBillingJob(models.AbstractModel):
    """The subscriptions that the job starts, resumes, renews and ends on their day."""

    _inherit = "subscription.billing.job"

    @api.model
    def _get_moves_before(self, company, today):
        """Add the subscriptions that start, resume or renew by themselves today."""
        subscriptions = self.env["subscription.subscription"]
        return [
            *super()._get_moves_before(company, today),
            (
                Domain(subscriptions._scheduled_domain(company, today)),
                lambda one: one._start(one.date_start),
            ),
            (
                Domain(subscriptions._resumable_domain(company, today)),
                lambda one: one._resume(one.date_resume, today),
            ),
            (
                Domain(subscriptions._renewable_domain(company, today)),
                lambda one: one._renew_by_itself(today),
            ),
        ]

    @api.model
    def _get_moves_after(self, company, today):
        """Add the subscriptions that are over and billed to their end."""
        subscriptions = self.env["subscription.subscription"]
        return [
            *super()._get_moves_after(company, today),
            (
                Domain(subscriptions._ended_domain(company, today)),
                lambda one: one._finish(today),
            ),
        ]
