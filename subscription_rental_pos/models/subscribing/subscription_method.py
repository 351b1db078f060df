from odoo import models


class SubscriptionSubscription(models.Model):
    """The method that a customer stores on their own phone, as the till notices (SE5)."""

    _inherit = "subscription.subscription"

    def write(self, vals):
        """Tell the tills that wait for a customer's payment method."""
        result = super().write(vals)
        if "payment_token_id" in vals:
            self._tell_tills_of_method()
        return result

    def _tell_tills_of_method(self):
        """Tell the tills at which these were sold: ids only, they ask for the rest."""
        # Customers store methods without rights on tills.
        for config, sold in self.sudo().grouped("pos_config_id").items():
            if config.has_active_session:
                config._notify("RENTAL_METHOD", {"ids": sold.ids})

    def _get_till_method(self, *, can_keep):
        """Return what the till shows of the payment method of this subscription.

        :param can_keep: some provider keeps payment methods
        """
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.plan_id.name,
            "url": can_keep and self._get_method_url(),
            "method": self.payment_method_name or False,
            "is_wanted": self.needs_method,
        }
