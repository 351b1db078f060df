from odoo import fields, models
from odoo.exceptions import ValidationError

from .payment_provider import MOLLIE
from .subscription_mollie_customer import is_unknown_there

VALID, PENDING, GONE = "valid", "pending", "gone"


class PaymentToken(models.Model):
    """A stored method that is a mandate at Mollie: its reference is customer/mandate."""

    _inherit = "payment.token"

    rental_mandate_reference = fields.Char(
        string="Mandate Reference", help="What the customer's bank calls the mandate."
    )
    rental_signed_on = fields.Date(string="Signed On")
    rental_is_test = fields.Boolean(
        string="Test Method", help="Made with a test key: no money moves with it."
    )
    rental_to_revoke = fields.Boolean(
        string="To Be Revoked", help="Mollie is told that the customer removed it."
    )

    def _build_display_name(self, *args, **kwargs):
        """Say of methods made in test mode what they are."""
        name = super()._build_display_name(*args, **kwargs)
        if self.rental_is_test and name:
            return self.env._("%(method)s (test)", method=name)
        return name

    def _get_mandate_reference(self):
        """Return the reference that the bank knows: ours names the mandate at Mollie."""
        if self.provider_code != MOLLIE:
            return super()._get_mandate_reference()
        return self.rental_mandate_reference or False

    def _get_mandate_vals(self):
        """Tell when the mandate was signed; it is Mollie that collects, not the company."""
        told = super()._get_mandate_vals()
        if self.provider_code != MOLLIE:
            return told
        return told | {"signed_on": self.rental_signed_on, "creditor_identifier": False}

    def _get_mollie_path(self):
        """Return where Mollie keeps this mandate."""
        self.ensure_one()
        customer, _slash, mandate = self.sudo().provider_ref.partition("/")
        return f"/customers/{customer}/mandates/{mandate}"

    def _ask_mollie_state(self):
        """Return whether Mollie can charge this mandate; False if Mollie did not say."""
        self.ensure_one()
        try:
            data = self.provider_id._send_api_request("GET", self._get_mollie_path())
        except ValidationError as error:
            return GONE if is_unknown_there(error) else False
        known = {"valid": VALID, "pending": PENDING, "invalid": GONE}
        return known.get(data.get("status"), False)

    def _handle_archiving(self):
        """Have mandates revoked at Mollie that customers remove one by one.

        A provider that is switched off leaves them: it may be switched on again.
        """
        result = super()._handle_archiving()
        mollie = self.filtered(lambda one: one.provider_code == MOLLIE)
        if len(self) == 1 and mollie:
            mollie.rental_to_revoke = True
            self.env["subscription.collection.job"]._wake()
        return result

    def _lose_mandate(self):
        """Archive these methods, whose mandates are lost: another one is asked for."""
        self.write({"active": False})
        # There is nothing left to revoke.
        self.write({"rental_to_revoke": False})

    def _revoke_at_mollie(self):
        """Delete the mandate of this removed method at Mollie, unless another has it."""
        self.ensure_one()
        shared = self.search_count(
            [("provider_ref", "=", self.provider_ref), ("provider_id.code", "=", MOLLIE)]
        )
        if not shared:
            try:
                self.provider_id._send_api_request("DELETE", self._get_mollie_path())
            except ValidationError as error:
                if not is_unknown_there(error):
                    raise
        self.rental_to_revoke = False
