from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_use_credit = fields.Boolean(
        related="company_id.subscription_use_credit", readonly=False
    )
    subscription_receipt_mail = fields.Boolean(
        related="company_id.subscription_receipt_mail", readonly=False
    )
    subscription_clerk_enters = fields.Boolean(
        related="company_id.subscription_clerk_enters", readonly=False
    )
    subscription_creditor_identifier = fields.Char(
        related="company_id.subscription_creditor_identifier", readonly=False
    )
    subscription_copy_warning = fields.Char(compute="_compute_subscription_copy_warning")

    def _compute_subscription_copy_warning(self):
        guard = self.env["subscription.collection.guard"]
        self.subscription_copy_warning = guard._get_warning()

    def action_subscription_is_real(self):
        """Register this database as the real one: it collects from now on."""
        self.env["subscription.collection.guard"]._say_it_is_real()
        return {"type": "ir.actions.client", "tag": "reload"}
