from odoo import models

from .sepa_reasons import REASONS


class PaymentTransaction(models.Model):
    """A debit of which the bank said something."""

    _inherit = "payment.transaction"

    def _collected_by_bank(self, message=None):
        """Set these debits to paid, and note that their mandates were used."""
        for day, collected in self.grouped("rental_debit_day").items():
            collected.rental_mandate_id._note_accepted(day)
        self._set_done(state_message=message)

    def _get_refusal_message(self, code, text):
        """Return the reason of a refusal with its code, for people and for what follows."""
        known = REASONS.get(code)
        said = self.env._(known) if known else text
        return " ".join(filter(None, [code or "MS03", said]))

    def _post_process(self):
        """Book the payments; plan the next part of invoices that are paid in parts."""
        result = super()._post_process()
        for debit in self.filtered(lambda one: one.rental_mandate_id):
            if debit.state == "done":
                today = debit.company_id._subscription_today()
                debit.rental_invoice_id._plan_next_part(today)
        return result
