from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.subscription_rental.billing.creditor import normalized

from ..sepa import pain008

MAIL, INVOICE = "mail", "invoice"
BY_DEBIT, BY_COLLECTION = "debit", "collection"
# Nobody tells longer before, and no bank wants a file so early.
MOST_NOTICE, MOST_LEAD = 60, 10


class ResCompany(models.Model):
    """How a company collects by SEPA direct debit (BI6)."""

    _inherit = "res.company"

    subscription_sepa_notice_days = fields.Integer(
        string="Notice of Debits",
        default=14,
        help="So many days before a debit the customer is told amount and day.",
        prefetch="subscription",
    )
    subscription_sepa_notice_by = fields.Selection(
        [(MAIL, "An e-mail of its own"), (INVOICE, "The invoice, which says the day")],
        string="Customers Are Told By",
        default=MAIL,
        required=True,
        prefetch="subscription",
    )
    subscription_sepa_lead_days = fields.Integer(
        string="Bank Wants the File",
        default=2,
        help="So many bank days before the debit.",
        prefetch="subscription",
    )
    subscription_sepa_silence_days = fields.Integer(
        string="Silence Is Consent After",
        help="So many bank days after its day a debit that nobody returned counts as paid. "
        "0: only the bank's statement says so.",
        prefetch="subscription",
    )
    subscription_sepa_second_person = fields.Boolean(
        string="A Second Person Approves",
        help="Whoever approves a collection neither made it nor exports it.",
        prefetch="subscription",
    )
    subscription_sepa_version = fields.Selection(
        [(one, f"pain.008.001.{one}") for one in pain008.VERSIONS],
        string="File for the Bank",
        default=pain008.VERSIONS[0],
        required=True,
        prefetch="subscription",
    )
    subscription_sepa_marks_first = fields.Boolean(
        string="First Debit Is Called FRST",
        help="Few banks still insist on it; otherwise it is RCUR like all others.",
        prefetch="subscription",
    )
    subscription_sepa_business = fields.Boolean(
        string="Businesses May Sign B2B Mandates Online",
        help="Only if your bank collects by the B2B scheme. Nothing is debited before the "
        "customer's bank has registered the mandate, and you confirmed it.",
        prefetch="subscription",
    )
    subscription_sepa_booking = fields.Selection(
        [
            (BY_DEBIT, "A payment for each debit"),
            (BY_COLLECTION, "One entry for each collection"),
        ],
        string="Debits Are Booked By",
        default=BY_DEBIT,
        required=True,
        help="One entry has a row for each customer, and one sum on the outstanding "
        "account: the one that the bank credits.",
        prefetch="subscription",
    )
    subscription_sepa_fee_account_id = fields.Many2one(
        "account.account",
        string="Bank Fees of Returns",
        check_company=True,
        domain="[('account_type', 'in', ('expense', 'expense_direct_cost'))]",
        help="Fees that the bank names are booked on it, against the outstanding account.",
        prefetch="subscription",
    )

    @api.constrains(
        "subscription_sepa_notice_days",
        "subscription_sepa_lead_days",
        "subscription_sepa_silence_days",
    )
    def _check_sepa_days(self):
        for company in self:
            notice = company.subscription_sepa_notice_days
            lead = company.subscription_sepa_lead_days
            silence = company.subscription_sepa_silence_days
            if not (
                0 <= notice <= MOST_NOTICE and 0 <= lead <= MOST_LEAD and 0 <= silence <= 60
            ):
                raise ValidationError(
                    self.env._(
                        "Notice is given up to %(notice)s days before, the bank gets the "
                        "file up to %(lead)s bank days before.",
                        notice=MOST_NOTICE,
                        lead=MOST_LEAD,
                    )
                )

    @api.model
    def _get_creditor(self, company):
        """Return the creditor identifier by which `company` collects, without spaces."""
        provider = self.env["payment.provider"]._find_sepa_provider(company)
        collector = (provider.company_id or company).sudo()
        return normalized(collector.subscription_creditor_identifier or "")
