from odoo import models


class SubscriptionPrepaid(models.Model):
    _inherit = "subscription.prepaid"

    def _settle_cents(self, batch, key, today):
        """Book the cents that no session stands for any more."""
        rows = super()._settle_cents(batch, key, today)
        owner = self.partner_id or self.buyer_id
        for row in rows:
            row._create_entry(batch.account_id, self.breakage_account_id, owner)
        return rows
