from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_offer_days = fields.Integer(
        related="company_id.subscription_offer_days", readonly=False
    )
    subscription_offer_kind = fields.Selection(
        related="company_id.subscription_offer_kind", readonly=False, required=True
    )
