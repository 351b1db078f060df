from odoo import models

from odoo.addons.subscription_rental.models.collection.payment_token_mandate import (
    SEPA_METHOD,
)

from .payment_provider import CODE


class PaymentMethod(models.Model):
    _inherit = "payment.method"

    def write(self, vals):
        """Refuse to switch off the method of active mandates: Odoo would archive them."""
        off = vals.get("active") is False or vals.get("support_tokenization") is False
        if off:
            ours = self.filtered(lambda one: one.code == SEPA_METHOD)
            providers = ours.sudo().provider_ids.filtered(lambda one: one.code == CODE)
            providers._check_no_mandates()
        return super().write(vals)
