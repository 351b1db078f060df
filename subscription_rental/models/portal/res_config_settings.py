from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_link_days = fields.Integer(
        related="company_id.subscription_link_days", readonly=False
    )
    subscription_label_cancel = fields.Char(
        related="company_id.subscription_label_cancel", readonly=False
    )
    subscription_label_confirm_cancel = fields.Char(
        related="company_id.subscription_label_confirm_cancel", readonly=False
    )
    subscription_label_withdraw = fields.Char(
        related="company_id.subscription_label_withdraw", readonly=False
    )
    subscription_label_confirm_withdrawal = fields.Char(
        related="company_id.subscription_label_confirm_withdrawal", readonly=False
    )
    subscription_cancel_law = fields.Char(related="company_id.subscription_cancel_law")
