from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Contacts that are merged keep what plans gave them, once."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Prepare what both contacts have of plans, before they become one contact."""
        benefits = self.env["subscription.benefit"].sudo()
        benefits._end_doubles(dst_partner, src_partners)
        accesses = self.env["subscription.access"].sudo()
        accesses._follow_merge(dst_partner, src_partners)
        return super()._update_foreign_keys(src_partners, dst_partner)
