from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_tz = fields.Selection(
        related="company_id.subscription_tz", readonly=False, required=True
    )
    subscription_backlog_limit = fields.Integer(
        related="company_id.subscription_backlog_limit", readonly=False
    )
    subscription_journal_id = fields.Many2one(
        related="company_id.subscription_journal_id",
        readonly=False,
        domain="[('type', '=', 'sale'), ('company_id', 'parent_of', company_id)]",
    )
    subscription_invoice_sharing = fields.Selection(
        related="company_id.subscription_invoice_sharing", readonly=False, required=True
    )
    subscription_deposit_account_id = fields.Many2one(
        related="company_id.subscription_deposit_account_id", readonly=False
    )
    subscription_owner_id = fields.Many2one(
        related="company_id.subscription_owner_id",
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    subscription_prices_shown = fields.Selection(
        related="company_id.subscription_prices_shown", readonly=False
    )
    subscription_confirmation_mail = fields.Boolean(
        related="company_id.subscription_confirmation_mail", readonly=False
    )
    subscription_require_email = fields.Boolean(
        related="company_id.subscription_require_email", readonly=False
    )
    subscription_require_phone = fields.Boolean(
        related="company_id.subscription_require_phone", readonly=False
    )
    subscription_require_address = fields.Boolean(
        related="company_id.subscription_require_address", readonly=False
    )
    subscription_require_vat = fields.Boolean(
        related="company_id.subscription_require_vat", readonly=False
    )
