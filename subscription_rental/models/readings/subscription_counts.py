from odoo import api, models


class SubscriptionSubscription(models.Model):
    """How many subscriptions want a look, told above their list (LC6)."""

    _inherit = "subscription.subscription"

    @api.model
    @api.readonly
    def get_counts(self):
        """Return how many of the user's subscriptions each filter of the list finds."""
        return [
            {
                "filter": name,
                "label": label,
                "count": self.search_count(domain),
                "is_bad": is_bad,
            }
            for name, label, domain, is_bad in self._get_counted()
        ]

    @api.model
    def _get_counted(self):
        """Return what is counted: (filter of the list, label, domain, is it bad)."""
        return [
            ("past_due", self.env._("Past due"), [("is_past_due", "=", True)], True),
            (
                "billing_error",
                self.env._("Billing error"),
                [("billing_error", "!=", False)],
                True,
            ),
            ("scheduled", self.env._("Scheduled"), [("state", "=", "scheduled")], False),
            ("active", self.env._("In progress"), [("state", "=", "active")], False),
        ]
