from odoo import api, fields, models


class SubscriptionCancelDialog(models.TransientModel):
    _inherit = "subscription.cancel.dialog"

    units_out = fields.Char(
        compute="_compute_units_out", help="What the customer still has, and has to return."
    )

    @api.depends("subscription_id")
    def _compute_units_out(self):
        for wizard in self:
            units = wizard.subscription_id._get_out()
            wizard.units_out = ", ".join(units.mapped("display_name"))
