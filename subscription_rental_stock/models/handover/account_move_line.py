from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _eligible_for_stock_account(self):
        """Return False for rent: the unit stays the company's, and in its stock.

        Goods that are sold, or shipped for good with each period, leave the stock.
        """
        # Accountants post without knowing subscriptions.
        line = self.sudo()
        subscription = line.rental_subscription_id
        shipped = subscription.plan_id.goods_handling == "ship"
        leaves = shipped or line.rental_charge_id.kind == "sale"
        if subscription and not leaves:
            return False
        return super()._eligible_for_stock_account()
