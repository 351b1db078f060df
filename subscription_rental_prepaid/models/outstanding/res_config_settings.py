from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    rental_prepaid_liability_account_id = fields.Many2one(
        related="company_id.rental_prepaid_liability_account_id", readonly=False
    )
    rental_prepaid_deferred_account_id = fields.Many2one(
        related="company_id.rental_prepaid_deferred_account_id", readonly=False
    )
    rental_prepaid_breakage_account_id = fields.Many2one(
        related="company_id.rental_prepaid_breakage_account_id", readonly=False
    )
    rental_prepaid_journal_id = fields.Many2one(
        related="company_id.rental_prepaid_journal_id", readonly=False
    )
    rental_prepaid_hold_hours = fields.Integer(
        related="company_id.rental_prepaid_hold_hours", readonly=False
    )
