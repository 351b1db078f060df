from odoo import api, models


class SubscriptionJobMixin(models.AbstractModel):
    """Jobs on invoices."""

    _inherit = "subscription.job.mixin"

    @api.model
    def _get_subscriptions_of(self, record):
        """Return the subscriptions that an invoice bills."""
        if record._name == "account.move":
            return record.line_ids.rental_subscription_id
        return super()._get_subscriptions_of(record)
