from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_link_days = fields.Integer(
        related="company_id.subscription_link_days", readonly=False
    )
