from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _is_free_for(self, subscriptions):
        """Return whether this credit was paid for no order, or for `subscriptions` only."""
        self.ensure_one()
        orders = self.sudo().payment_id.payment_transaction_id.sale_order_ids
        return all(
            order.rental_subscription_ids and order.rental_subscription_ids <= subscriptions
            for order in orders
        )
