from odoo import models

from ..sepa import debits, pain008
from .subscription_sepa_collection_file import exact
from .subscription_sepa_mandate import RECURRENT


class PaymentTransaction(models.Model):
    """A debit as the file has it."""

    _inherit = "payment.transaction"

    def _prepare_debit(self, identifier):
        """Return what the bank is told of this debit.

        :param identifier: by which the creditor collects
        """
        self.ensure_one()
        mandate = self.rental_mandate_id
        payer = self.rental_invoice_id.partner_id.commercial_partner_id
        other = payer != mandate.partner_id.commercial_partner_id
        return pain008.Debit(
            end_to_end=debits.end_to_end(self.id),
            amount=exact(self.amount),
            reference=mandate.reference,
            signed_on=mandate.signed_on,
            name=mandate.holder,
            iban=mandate.iban,
            bic=mandate.bic or "",
            text=self.rental_invoice_id.name,
            address=mandate._get_debtor_address(),
            original=mandate._get_original(identifier),
            ultimate=payer.name if other else "",
        )

    def _get_gathering_key(self, first):
        """Return (day, scheme, sequence) of the collection for this debit.

        :param first: the first day that the bank still takes
        """
        self.ensure_one()
        mandate = self.rental_mandate_id
        sequence = debits.sequence(
            recurrent=mandate.kind == RECURRENT,
            used=bool(mandate.accepted_on),
            marks_first=self.company_id.subscription_sepa_marks_first,
        )
        return max(self.rental_debit_day, first), mandate.scheme, sequence

    def _move_debits_to(self, day):
        """Move these debits to another day, and tell the customers of it."""
        moved = self.filtered(lambda one: one.rental_debit_day != day)
        moved._write_kept({"rental_debit_day": day})
        for debit in moved:
            debit._tell_of_debit()
