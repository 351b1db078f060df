from odoo import SUPERUSER_ID, models


class SubscriptionSubscription(models.Model):
    """In whose language texts are written that are kept on a subscription."""

    _inherit = "subscription.subscription"

    def _in_owner_language(self):
        """Return these in the language of the billing owner of the first of them.

        An activity is read by the person whom it asks, whoever or whatever made it.
        """
        if not self:
            return self
        return self.with_context(lang=self[0]._get_billing_owner().sudo().lang)

    def _in_office_language(self):
        """Return these in the language of those who read their conversation.

        Colleagues write in their own; what customers and jobs do is told to the owner.
        """
        user = self.env.user
        if user.id != SUPERUSER_ID and user._is_internal():
            return self
        return self._in_owner_language()
