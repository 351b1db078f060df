from odoo import api, models
from odoo.exceptions import ValidationError

from ..sepa import iban, mandates


class SubscriptionSepaMandate(models.Model):
    """What a mandate may be: its reference, its account, and whose it is."""

    _inherit = "subscription.sepa.mandate"

    @api.constrains("reference", "original_reference")
    def _check_reference(self):
        for mandate in self:
            if not mandates.is_reference(mandate.reference):
                raise ValidationError(
                    self.env._(
                        "%(reference)s: a reference has up to 35 letters and digits "
                        "without accents, of signs only + ? / - : ( ) . , ', and no space.",
                        reference=mandate.reference,
                    )
                )

    @api.constrains("holder")
    def _check_holder(self):
        for mandate in self:
            if not mandates.is_holder(mandate.holder):
                raise ValidationError(
                    self.env._(
                        "%(holder)s is no name of an account holder: banks take letters "
                        "and digits.",
                        holder=mandate.holder,
                    )
                )

    @api.constrains("iban", "bic")
    def _check_account(self):
        for mandate in self.sudo():
            mandate._check_iban(mandate.iban)
            if mandate.bic and not iban.is_bic(mandate.bic):
                raise ValidationError(
                    self.env._(
                        "%(bic)s is no BIC: it has 8 or 11 characters, like GKCCBEBB.",
                        bic=mandate.bic,
                    )
                )

    @api.model
    def _check_iban(self, number):
        """Raise ValidationError if `number` is no account that can be debited."""
        wrong = iban.problem(number)
        if not wrong:
            return
        messages = {
            iban.COUNTRY_WRONG: self.env._(
                "%(iban)s: accounts of this country take no SEPA direct debits.",
                iban=number,
            ),
            iban.LENGTH_WRONG: self.env._(
                "%(iban)s is too short or too long for an IBAN of its country.", iban=number
            ),
            iban.DIGITS_WRONG: self.env._(
                "%(iban)s is no IBAN: a digit is wrong, or two changed places.", iban=number
            ),
        }
        unknown = self.env._(
            "%(iban)s is no IBAN: it begins with the country, like BE68 5390 0754 7034.",
            iban=number,
        )
        raise ValidationError(messages.get(wrong, unknown))

    @api.constrains("scheme", "partner_id")
    def _check_business(self):
        for mandate in self:
            partner = mandate.partner_id.commercial_partner_id
            if mandate.scheme == mandates.B2B and not partner.is_company:
                raise ValidationError(
                    self.env._(
                        "%(customer)s is no business: consumers sign CORE mandates.",
                        customer=partner.name,
                    )
                )

    @api.constrains("subscription_ids", "partner_id", "company_id")
    def _check_debtor(self):
        for mandate in self:
            debtor = mandate.partner_id.commercial_partner_id
            # Whose they are may be known to who sees the mandate.
            for subscription in mandate.sudo().subscription_ids:
                mandate._check_contract(subscription)
                if debtor not in subscription._get_payers():
                    raise ValidationError(
                        self.env._(
                            "%(subscription)s is another customer's.",
                            subscription=subscription.name,
                        )
                    )

    def _check_contract(self, subscription):
        """Raise ValidationError unless this mandate's company debits `subscription`."""
        self.ensure_one()
        if self.company_id not in subscription.company_id.parent_ids:
            raise ValidationError(
                self.env._(
                    "%(subscription)s is of %(other)s: a mandate is given to one company.",
                    subscription=subscription.name,
                    other=subscription.company_id.name,
                )
            )
        if not subscription._is_in_euro():
            raise ValidationError(
                self.env._(
                    "%(subscription)s is not in euro: SEPA debits are.",
                    subscription=subscription.name,
                )
            )
