from odoo import api, models

from ...models.returns.subscription_returning import DEPOSIT_ACTIVITY


class SubscriptionDepositDialog(models.TransientModel):
    _inherit = "subscription.deposit.dialog"

    @api.depends("subscription_id")
    def _compute_units_out(self):
        for ask in self:
            units = ask.subscription_id._get_out()
            ask.units_out = ", ".join(units.mapped("display_name"))

    def action_give_back(self):
        """Give back; close the activity for the deposit when nothing is held any more."""
        result = super().action_give_back()
        if self.currency_id.is_zero(self.subscription_id.deposit_left):
            self.subscription_id.activity_feedback([DEPOSIT_ACTIVITY])
        return result
