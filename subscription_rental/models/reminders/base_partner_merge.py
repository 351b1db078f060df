from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Contacts that are merged want no reminders, if one of them wanted none."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Leave one living wish of those who become one contact."""
        optouts = self.env["subscription.reminder.optout"]
        optouts._merge_wishes(dst_partner, src_partners)
        return super()._update_foreign_keys(src_partners, dst_partner)
