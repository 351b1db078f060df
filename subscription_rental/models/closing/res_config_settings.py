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
    subscription_write_off_account_id = fields.Many2one(
        related="company_id.subscription_write_off_account_id", readonly=False
    )
    subscription_write_off_taxes = fields.Selection(
        related="company_id.subscription_write_off_taxes", readonly=False, required=True
    )
    subscription_write_off_days = fields.Integer(
        related="company_id.subscription_write_off_days", readonly=False
    )
    subscription_write_off_old_days = fields.Integer(
        related="company_id.subscription_write_off_old_days", readonly=False
    )
    subscription_write_off_amount = fields.Monetary(
        related="company_id.subscription_write_off_amount",
        readonly=False,
        currency_field="currency_id",
    )
    subscription_write_off_terminated = fields.Boolean(
        related="company_id.subscription_write_off_terminated", readonly=False
    )

    @api.onchange(
        "subscription_deferral_method",
        "subscription_accrual",
        "subscription_write_off_account_id",
    )
    def _onchange_month_end(self):
        """Propose a journal, and this month to begin with."""
        company = self.company_id
        spreads = self.subscription_deferral_method != "off"
        writes_off = self.subscription_write_off_account_id
        if not (spreads or writes_off or self.subscription_accrual != "no"):
            return
        if not self.subscription_deferral_journal_id:
            self.subscription_deferral_journal_id = self.env["account.journal"].search(
                [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
            )
        if not self.subscription_deferral_from:
            self.subscription_deferral_from = deferral.month_of(
                company._subscription_today()
            )
