from odoo import fields, models


class SubscriptionSepaAmendDialog(models.TransientModel):
    """Another account of the same customer: the mandate stays, and the bank is told."""

    _name = "subscription.sepa.amend.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Amend a SEPA Mandate"

    mandate_id = fields.Many2one("subscription.sepa.mandate", required=True, readonly=True)
    iban = fields.Char(string="IBAN", required=True)
    bic = fields.Char(string="BIC")

    def action_amend(self):
        """Write the other account; the next debit tells the bank of it."""
        self._do_once()
        self.mandate_id._check_manager()
        self.mandate_id._check_iban(self.iban)
        self.mandate_id._amend_account(self.iban, self.bic or "")
        return {"type": "ir.actions.client", "tag": "soft_reload"}
