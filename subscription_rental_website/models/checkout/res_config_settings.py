from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    rental_order_button = fields.Char(
        related="company_id.rental_order_button", readonly=False
    )
    rental_withdrawal_days = fields.Integer(
        related="company_id.rental_withdrawal_days", readonly=False
    )
