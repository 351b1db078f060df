from odoo import fields, models

from .subscription_prepaid_terms import LIABILITIES, RESULTS


class ResCompany(models.Model):
    _inherit = "res.company"

    rental_prepaid_liability_account_id = fields.Many2one(
        "account.account",
        string="Liability of Packs and Credit",
        domain=LIABILITIES,
        check_company=True,
        help="New offers with VAT at each use start with it.",
    )
    rental_prepaid_deferred_account_id = fields.Many2one(
        "account.account",
        string="Deferred Income of Packs",
        domain=LIABILITIES,
        check_company=True,
        help="New offers with VAT at the sale start with it.",
    )
    rental_prepaid_breakage_account_id = fields.Many2one(
        "account.account",
        string="Income of Expired Packs and Credit",
        domain=RESULTS,
        check_company=True,
        help="New offers start with it.",
    )
