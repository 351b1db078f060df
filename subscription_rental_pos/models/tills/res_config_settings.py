from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_rental_uses_prepaid = fields.Boolean(
        related="pos_config_id.rental_uses_prepaid", readonly=False
    )
