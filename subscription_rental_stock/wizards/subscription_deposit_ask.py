from odoo import api, models


class SubscriptionDepositAsk(models.TransientModel):
    _inherit = "subscription.deposit.ask"

    @api.depends("subscription_id")
    def _compute_units_out(self):
        for ask in self:
            units = ask.subscription_id._get_out()
            ask.units_out = ", ".join(units.mapped("display_name"))
