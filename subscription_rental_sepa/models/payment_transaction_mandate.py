from odoo import fields, models
from odoo.exceptions import ValidationError

from odoo.addons.payment import utils as payment_utils

from ..sepa import mandates
from .payment_provider import CODE
from .subscription_sepa_mandate import ONLINE


class PaymentTransaction(models.Model):
    """A customer who registers a mandate online: no money moves (SE5)."""

    _inherit = "payment.transaction"

    def _get_specific_processing_values(self, processing_values):
        """Give the page a key with which this transaction, and no other, is signed."""
        values = super()._get_specific_processing_values(processing_values)
        if self.provider_code != CODE:
            return values
        return values | {"sepa_key": self._get_sepa_key()}

    def _get_sepa_key(self):
        """Return the key of this transaction's form."""
        self.ensure_one()
        return payment_utils.generate_access_token(
            "sepa", self.reference, self.partner_id.id, env=self.env
        )

    def _extract_reference(self, provider_code, payment_data):
        if provider_code != CODE:
            return super()._extract_reference(provider_code, payment_data)
        return payment_data.get("reference")

    def _extract_amount_data(self, payment_data):
        """Compare no amount: a mandate has none."""
        if self.provider_code != CODE:
            return super()._extract_amount_data(payment_data)
        return None

    def _apply_updates(self, payment_data):
        """Set the registration of a mandate to done; the mandate follows as its method."""
        if self.provider_code != CODE:
            super()._apply_updates(payment_data)
            return
        if self.operation != "validation" or self.state != "draft":
            raise ValidationError(
                self.env._("This form was sent already: open the page again.")
            )
        self._set_done()

    def _tokenize(self, payment_data):
        """Make the mandate that was signed, and take its method as this transaction's."""
        if self.provider_code != CODE:
            super()._tokenize(payment_data)
            return
        mandate = self.env["subscription.sepa.mandate"]._create_kept(
            [self._prepare_mandate_vals(payment_data)]
        )
        self.write({"token_id": mandate._activate_mandate().id, "tokenize": False})
        mandate._mail_mandate()

    def _check_business_signing(self):
        """Raise ValidationError unless the payer may sign a B2B mandate on this form."""
        self.ensure_one()
        if not self.provider_id._offers_business_mandate(self.partner_id):
            raise ValidationError(
                self.env._(
                    "B2B mandates are for businesses, where we offer them: sign a CORE "
                    "mandate."
                )
            )

    def _prepare_mandate_vals(self, payment_data):
        """Return the values of the mandate that a customer signed on this form."""
        self.ensure_one()
        now = fields.Datetime.now()
        company = self.company_id
        return {
            "company_id": company.id,
            "partner_id": self.partner_id.id,
            "holder": payment_data["holder"],
            "iban": payment_data["iban"],
            "bic": payment_data.get("bic") or False,
            "scheme": mandates.B2B if payment_data.get("business") else mandates.CORE,
            "signed_on": company._subscription_today(),
            "signed_how": ONLINE,
            "signed_name": payment_data["signed_name"],
            "signed_at": payment_data.get("place") or False,
            "signed_moment": now,
            "signed_ip": payment_data.get("address") or False,
            "signed_text": payment_data.get("text") or False,
            # What is typed online is signed before it is known to be right.
            "subscription_ids": [fields.Command.set(self._get_method_subscriptions().ids)],
        }
