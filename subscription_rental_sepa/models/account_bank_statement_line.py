import hashlib

from odoo import api, models

from ..sepa import answers, debits, reasons
from .payment_provider import CODE


class AccountBankStatementLine(models.Model):
    """A line of Odoo's own bank statements that names a collection or a debit (BI6)."""

    _inherit = "account.bank.statement.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Create the lines; do what those say that name one of our debits."""
        lines = super().create(vals_list)
        # Accountants import statements without rights on collections.
        lines.sudo()._tell_of_debits()
        return lines

    def _tell_of_debits(self):
        """Read these lines as answers of the bank, where they name one thing of ours."""
        providers = self.env["payment.provider"].search(
            [("code", "=", CODE), ("state", "=", "enabled")]
        )
        journals = providers.journal_id
        for line in self.filtered(lambda one: one.journal_id in journals):
            answer = line._get_answer()
            if answer:
                line._apply_bank_line(answer)

    def _get_answer(self):
        """Return what this line says of a collection or a debit, None if of neither."""
        self.ensure_one()
        details = self.transaction_details or ""
        text = " ".join(filter(None, [self.payment_ref, self.ref, str(details)]))
        words = debits.words(text)
        if self.amount > 0:
            named = self.env["subscription.sepa.collection"].search(
                [("name", "in", words), ("company_id", "=", self.company_id.id)]
            )
            kind, names = answers.BOOKED, {"collection": named.name}
        else:
            named = {word for word in words if debits.number_of(word) is not None}
            kind, names = answers.RETURNED, {"end_to_end": min(named, default="")}
        if len(named) != 1:
            return None
        credit = kind == answers.BOOKED
        return answers.Answer(
            kind=kind,
            reason="" if credit else reasons.find(text),
            text=self.payment_ref or "",
            # What comes back comes with the bank's fee: it is the rest.
            amount=self.amount if credit else None,
            currency=self.currency_id.name,
            day=self.date,
            fee=0 if credit else self._get_fee_of_return(min(named)),
            **names,
        )

    def _get_fee_of_return(self, name):
        """Return what is more on this line than the debit that came back."""
        debit = self.env["payment.transaction"].browse(debits.number_of(name)).exists()
        return max(self.currency_id.round(-self.amount - debit.amount), 0) if debit else 0

    def _apply_bank_line(self, answer):
        """Keep what this line says beside what files say, and do it."""
        self.ensure_one()
        files = self.env["subscription.sepa.bank.file"]
        key = hashlib.sha256(f"{self._name},{self.id}".encode()).hexdigest()
        values = {
            "name": self.payment_ref or self.display_name,
            "kind": self.env._("Bank statement"),
            "checksum": key,
            "company_id": self.company_id.id,
        }
        file = files._create_kept([values])
        rows = self.env["subscription.sepa.answer"]
        rows._create_kept([file._prepare_answer_vals(answer)])._apply_answers()
