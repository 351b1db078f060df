from odoo import fields, models

from ..sepa import mandates
from .payment_provider import CODE


class PaymentToken(models.Model):
    """A stored method that is a mandate of ours."""

    _inherit = "payment.token"

    rental_mandate_ids = fields.One2many(
        "subscription.sepa.mandate", "token_id", string="SEPA Mandate", readonly=True
    )

    def _get_sepa_mandate(self):
        """Return the mandate behind this method, none for any other method."""
        # Who may see the method may know what it is; the account stays hidden.
        return self.sudo().rental_mandate_ids[:1]

    def _get_mandate_vals(self):
        """Tell what the mandate says, its account hidden but for the end."""
        mandate = self._get_sepa_mandate()
        told = super()._get_mandate_vals()
        return told | mandate._get_paper_vals() if mandate else told

    def _handle_archiving(self):
        """Revoke the mandates of methods that are removed, as by the customer."""
        result = super()._handle_archiving()
        active = self.sudo().rental_mandate_ids.filtered(
            lambda one: one.state == mandates.ACTIVE
        )
        for mandate in active:
            mandate._end_mandate(mandates.REVOKED, self.env._("The method was removed."))
        return result

    def _is_of_sepa_files(self):
        """Return whether this method is collected by files for the bank."""
        self.ensure_one()
        return self.provider_code == CODE
