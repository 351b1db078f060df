from odoo import fields, models

from ...billing.creditor import normalized

# The code of Odoo's own payment method, whichever provider keeps it.
SEPA_METHOD = "sepa_direct_debit"


class PaymentToken(models.Model):
    """The SEPA direct debit mandate that a stored payment method stands for (SE11)."""

    _inherit = "payment.token"

    def _is_sepa_mandate(self):
        """Return whether this method is a SEPA direct debit."""
        self.ensure_one()
        return self.payment_method_id.code == SEPA_METHOD

    def _get_mandate_vals(self):
        """Return what is known of the mandate behind this method, as the paper shows it.

        The hook of providers: an override calls `super()` and fills in what it knows. What
        is False is left for the customer to fill in. `signed_on` is the day of a signature;
        `registered_on` only says when the method was stored.
        """
        self.ensure_one()
        company = self.company_id
        digits = (self.payment_details or "")[-4:]
        return {
            "reference": self._get_mandate_reference(),
            "creditor": company.partner_id,
            "creditor_identifier": normalized(
                company.subscription_creditor_identifier or ""
            ),
            "debtor": self.partner_id.name,
            "iban": digits and f"{4 * chr(0x2022)} {digits}",
            "bic": False,
            "recurrent": True,
            "signed_on": False,
            "signed_at": False,
            "registered_on": fields.Datetime.context_timestamp(
                self.with_context(tz=company.subscription_tz), self.create_date
            ).date(),
        }

    def _get_mandate_reference(self):
        """Return the reference of the mandate behind this method, False if unknown.

        What Stripe keeps as a method's reference is its customer, and not the mandate.
        """
        self.ensure_one()
        if self.provider_code != "stripe":
            return self.provider_ref
        return self.stripe_mandate if "stripe_mandate" in self._fields else False
