from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    subscription_sepa_notice_days = fields.Integer(
        related="company_id.subscription_sepa_notice_days", readonly=False
    )
    subscription_sepa_notice_by = fields.Selection(
        related="company_id.subscription_sepa_notice_by", readonly=False, required=True
    )
    subscription_sepa_lead_days = fields.Integer(
        related="company_id.subscription_sepa_lead_days", readonly=False
    )
    subscription_sepa_silence_days = fields.Integer(
        related="company_id.subscription_sepa_silence_days", readonly=False
    )
    subscription_sepa_second_person = fields.Boolean(
        related="company_id.subscription_sepa_second_person", readonly=False
    )
    subscription_sepa_version = fields.Selection(
        related="company_id.subscription_sepa_version", readonly=False, required=True
    )
    subscription_sepa_marks_first = fields.Boolean(
        related="company_id.subscription_sepa_marks_first", readonly=False
    )
    subscription_sepa_business = fields.Boolean(
        related="company_id.subscription_sepa_business", readonly=False
    )
    subscription_sepa_booking = fields.Selection(
        related="company_id.subscription_sepa_booking", readonly=False, required=True
    )
    subscription_sepa_fee_account_id = fields.Many2one(
        related="company_id.subscription_sepa_fee_account_id", readonly=False
    )
