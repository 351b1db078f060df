from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_tz = fields.Selection(
        related="company_id.subscription_tz", readonly=False, required=True
    )
    subscription_backlog_limit = fields.Integer(
        related="company_id.subscription_backlog_limit", readonly=False
    )
