from odoo import models


class PosSession(models.Model):
    _inherit = "pos.session"

    def _load_pos_data_models(self, config):
        # Before the lines of tickets, which name them.
        return ["subscription.plan", *super()._load_pos_data_models(config)]
