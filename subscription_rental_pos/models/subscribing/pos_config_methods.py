from odoo import models


class PosConfig(models.Model):
    """The links on which customers store their payment method on their own phone (SE5)."""

    _inherit = "pos.config"

    def rental_find_methods(self, order_id=None):
        """Return the subscriptions that a ticket of this till has sold, as JSON.

        Each with the link for its customer, who stands at the till.
        """
        self._check_till()
        ticket = self._find("pos.order", order_id)
        if ticket.session_id != self.current_session_id:
            return []
        subscriptions = ticket._get_rental_order().rental_subscription_ids
        can_keep = bool(subscriptions and subscriptions[0]._get_able_providers())
        return [
            one._get_till_method(can_keep=can_keep)
            for one in subscriptions.filtered(lambda one: not one.is_closed)
        ]
