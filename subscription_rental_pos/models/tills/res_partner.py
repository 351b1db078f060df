from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def get_new_partner(self, config_id, domain, offset):
        """Send the packs of customers along with them."""
        result = super().get_new_partner(config_id, domain, offset)
        config = self.env["pos.config"].browse(config_id)
        packs = self.env["subscription.prepaid"].sudo()
        found = packs.search(packs._load_pos_data_domain(result, config))
        result["subscription.prepaid"] = found._read_for_till(config)
        return result
