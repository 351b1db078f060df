from odoo import models

from ..mollie import answers
from .payment_provider import MOLLIE


class PaymentMethod(models.Model):
    _inherit = "payment.method"

    def _is_kept_by(self, providers):
        """Let Mollie keep what makes a mandate: an iDEAL payment allows later debits.

        A SEPA debit itself cannot be the first payment.
        """
        mollie = providers.filtered(lambda one: one.code == MOLLIE)
        if mollie and self.code in answers.FIRST:
            return True
        return super()._is_kept_by(providers - mollie)
