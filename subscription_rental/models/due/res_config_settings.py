from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_lapse_days = fields.Integer(
        related="company_id.subscription_lapse_days", readonly=False
    )
    subscription_renew_days = fields.Integer(
        related="company_id.subscription_renew_days", readonly=False
    )
