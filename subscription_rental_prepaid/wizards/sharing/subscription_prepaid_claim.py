from odoo import fields, models


class SubscriptionPrepaidClaimDialog(models.TransientModel):
    """A customer brings the code of a gift: it becomes theirs."""

    _name = "subscription.prepaid.claim.dialog"
    _description = "Take a Gift"
    _inherit = ["subscription.dialog.mixin"]

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    code = fields.Char(required=True)

    def action_claim(self):
        """Give the gift to the customer; open it."""
        self.ensure_one()
        self._do_once()
        pack = self.env["subscription.prepaid"]._claim_gift(self.code, self.partner_id)
        return pack.sudo(False)._open_prepaid()
