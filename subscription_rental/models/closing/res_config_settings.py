from odoo import api, fields, models

from ...billing import deferral


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_deferral_method = fields.Selection(
        related="company_id.subscription_deferral_method", readonly=False, required=True
    )
    subscription_deferral_short = fields.Selection(
        related="company_id.subscription_deferral_short", readonly=False, required=True
    )
    subscription_deferral_journal_id = fields.Many2one(
        related="company_id.subscription_deferral_journal_id",
        readonly=False,
        domain="[('type', '=', 'general'), ('company_id', 'parent_of', company_id)]",
    )
    subscription_deferral_account_id = fields.Many2one(
        related="company_id.subscription_deferral_account_id", readonly=False
    )
    subscription_deferral_from = fields.Date(
        related="company_id.subscription_deferral_from", readonly=False
    )
    subscription_accrual = fields.Selection(
        related="company_id.subscription_accrual", readonly=False, required=True
    )
    subscription_accrual_account_id = fields.Many2one(
        related="company_id.subscription_accrual_account_id", readonly=False
    )

    @api.onchange("subscription_deferral_method", "subscription_accrual")
    def _onchange_month_end(self):
        """Propose a journal, and this month to begin with."""
        company = self.company_id
        if self.subscription_deferral_method == "off" and self.subscription_accrual == "no":
            return
        if not self.subscription_deferral_journal_id:
            self.subscription_deferral_journal_id = self.env["account.journal"].search(
                [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
            )
        if not self.subscription_deferral_from:
            self.subscription_deferral_from = deferral.month_of(
                company._subscription_today()
            )
