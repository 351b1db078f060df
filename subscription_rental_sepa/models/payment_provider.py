from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..sepa import iban, mandates

CODE = "rental_sepa"


class PaymentProvider(models.Model):
    """The company's own bank as a provider: mandates are kept, debits go out in files."""

    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[(CODE, "SEPA Direct Debit by Bank File")],
        ondelete={CODE: "set default"},
    )

    def _compute_feature_support_fields(self):
        """Keep methods; give nothing back through the bank."""
        result = super()._compute_feature_support_fields()
        ours = self.filtered(lambda one: one.code == CODE)
        ours.update({"support_tokenization": True})
        return result

    def _get_supported_currencies(self):
        """Return the euro alone: SEPA knows no other."""
        currencies = super()._get_supported_currencies()
        if self.code == CODE:
            return currencies.filtered(lambda one: one.name == "EUR")
        return currencies

    def _get_default_payment_method_codes(self):
        self.ensure_one()
        if self.code == CODE:
            return {"sepa_direct_debit"}
        return super()._get_default_payment_method_codes()

    @api.model
    def _get_compatible_providers(self, *args, is_validation=False, **kwargs):
        """Offer mandates where a method is registered: they pay no invoice at once."""
        found = super()._get_compatible_providers(
            *args, is_validation=is_validation, **kwargs
        )
        return found if is_validation else found.filtered(lambda one: one.code != CODE)

    @api.model
    def _find_sepa_provider(self, company):
        """Return the enabled provider of `company` or of one of its parents, if any."""
        # Which provider there is is no secret.
        return self.sudo().search(
            Domain("code", "=", CODE)
            & Domain("state", "=", "enabled")
            & Domain("company_id", "in", company.sudo().parent_ids.ids),
            limit=1,
        )

    def _offers_business_mandate(self, partner):
        """Return whether `partner` may sign a B2B mandate online with this provider."""
        self.ensure_one()
        return mandates.may_sign_business(
            offered=self.company_id.subscription_sepa_business,
            business=partner.commercial_partner_id.is_company,
        )

    def _get_outstanding_account(self):
        """Return the account on which collected money waits for the bank's statement."""
        self.ensure_one()
        lines = self.journal_id.inbound_payment_method_line_ids
        own = lines.filtered(lambda one: one.payment_provider_id == self)[:1]
        return own.payment_account_id

    @api.constrains("state", "code", "company_id")
    def _check_sepa_enabled(self):
        for provider in self.filtered(lambda one: one.code == CODE):
            if provider.state == "test":
                raise ValidationError(
                    self.env._("There is no test mode of SEPA: enable it or disable it.")
                )
            if provider.state == "enabled":
                provider._check_sepa_complete()

    def _check_sepa_complete(self):
        """Raise ValidationError unless all is known that a file for the bank needs."""
        self.ensure_one()
        company = self.company_id
        if not company.subscription_creditor_identifier:
            raise ValidationError(
                self.env._(
                    "Enter the SEPA creditor identifier of %(company)s first, in the "
                    "settings of Subscriptions.",
                    company=company.name,
                )
            )
        number = self.journal_id.bank_account_id.acc_number or ""
        if iban.problem(number):
            raise ValidationError(
                self.env._(
                    "The journal %(journal)s has no bank account with an IBAN to collect "
                    "on.",
                    journal=self.journal_id.name or "-",
                )
            )

    def write(self, vals):
        """Refuse to switch off what mandates are collected with."""
        off = "state" in vals and vals["state"] != "enabled"
        if off or "code" in vals:
            ours = self.filtered(lambda one: one.code == CODE and one.state == "enabled")
            ours._check_no_mandates()
        return super().write(vals)

    def _check_no_mandates(self):
        """Raise UserError if there are active mandates of these providers.

        Odoo archives the methods of a provider that is switched off; here these are
        signatures of customers, which nobody gives a second time.
        """
        count = self.env["subscription.sepa.mandate"].sudo().search_count(
            Domain("token_id.provider_id", "in", self.ids)
            & Domain("state", "=", mandates.ACTIVE)
        )  # fmt: skip
        if count:
            raise UserError(
                self.env._(
                    "Active mandates that would be lost: %(count)s. Revoke them first.",
                    count=count,
                )
            )
