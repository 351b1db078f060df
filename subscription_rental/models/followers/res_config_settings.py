from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_renewal_notice = fields.Selection(
        related="company_id.subscription_renewal_notice", readonly=False, required=True
    )
    subscription_renewal_notice_days = fields.Integer(
        related="company_id.subscription_renewal_notice_days", readonly=False
    )
    subscription_renewal_law = fields.Char(related="company_id.subscription_renewal_law")
