from odoo import models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.billing import collection as outcomes

from ..sepa import answers, debits, reasons
from .payment_provider import CODE
from .subscription_sepa_answer import APPLIED, KNOWN, SETTLED, UNCLEAR


class SubscriptionSepaAnswer(models.Model):
    """What follows from an answer: once, however often it is told."""

    _inherit = "subscription.sepa.answer"

    def _apply_answers(self):
        """Do what these answers say, each for itself: one that fails stops no other."""
        for answer in self:
            try:
                with self.env.cr.savepoint():
                    state, note = answer._apply_answer()
            except UserError as error:
                state, note = UNCLEAR, str(error)
            answer._write_kept({"state": state, "note": note})
        self.env["subscription.collection.job"]._wake()

    def _apply_answer(self):
        """Do what this answer says; return (its state, what was done or why nothing)."""
        self.ensure_one()
        if self.end_to_end:
            debit, problem = self._find_debit()
            if problem:
                return UNCLEAR, problem
            self._write_kept({"transaction_id": debit.id})
            return self._apply_to_debit(debit)
        batch = self.env["subscription.sepa.collection"].search(
            [("name", "=", self.collection), ("company_id", "=", self.company_id.id)]
        )
        if not batch:
            return UNCLEAR, self.env._("No collection of ours is called so.")
        return self._apply_to_collection(batch)

    # === which debit === #

    def _find_debit(self):
        """Return (the debit of this answer, None), or (none, why there is none)."""
        transactions = self.env["payment.transaction"]
        number = debits.number_of(self.end_to_end)
        debit = transactions.browse(number or 0).exists()
        ours = debit.provider_code == CODE and debit.company_id == self.company_id
        if not debit or not ours or not debit.rental_collection_id:
            return transactions, self.env._("No debit of ours is called so.")
        if self.currency and self.currency != debit.currency_id.name:
            return transactions, self.env._("It is in another currency.")
        if self.amount and debit.currency_id.compare_amounts(self.amount, debit.amount):
            return transactions, self.env._(
                "The debit is of another amount: %(amount)s.",
                amount=debit.currency_id.format(debit.amount),
            )
        known = debit.rental_mandate_id.reference
        if self.mandate and self.mandate.upper() != known.upper():
            return transactions, self.env._(
                "The debit is by another mandate: %(reference)s.", reference=known
            )
        return debit, None

    # === one debit === #

    def _apply_to_debit(self, debit):
        """Do what this answer says of one debit."""
        work = {
            answers.ACCEPTED: self._apply_accepted,
            answers.BOOKED: self._apply_booked,
            answers.REJECTED: self._apply_refused,
            answers.RETURNED: self._apply_refused,
        }
        debit.rental_collection_id._note_answered()
        return work[self.kind](debit)

    def _apply_accepted(self, debit):
        debit.rental_mandate_id._note_accepted(debit.rental_debit_day)
        return APPLIED, False

    def _apply_booked(self, debit):
        """Set a debit to paid; the collection job books the payment."""
        if debit.state == "done":
            return KNOWN, False
        if debit.rental_outcome != outcomes.PENDING:
            return UNCLEAR, self.env._("It came back before, and is called collected now.")
        debit._collected_by_bank()
        return APPLIED, False

    def _apply_refused(self, debit):
        """Take a debit back, before its day or weeks after it was paid."""
        if debit.rental_outcome == outcomes.DECLINED:
            self._book_fee(debit)
            return KNOWN, False
        if self.kind == answers.RETURNED:
            debit.rental_mandate_id._note_accepted(debit.rental_debit_day)
        else:
            debit.rental_mandate_id._note_used(debit.rental_debit_day)
        code = reasons.find(self.reason, self.text) or self.reason or ""
        debit._write_kept({"rental_reason": code or False})
        message = debit._get_refusal_message(code, self.text)
        debit._set_error(message, extra_allowed_states=("done",))
        self._book_fee(debit)
        return APPLIED, message

    # === a whole collection === #

    def _apply_to_collection(self, batch):
        """Do what this answer says of all debits of a collection."""
        waiting = batch.debit_ids.filtered(
            lambda one: one.rental_outcome == outcomes.PENDING
        )
        if self.kind == answers.ACCEPTED:
            batch._note_answered(accepted=True)
            waiting.rental_mandate_id._note_accepted(batch.day)
            return APPLIED, False
        if self.kind == answers.BOOKED:
            return self._apply_batch_booked(batch, waiting)
        if self.kind == answers.RETURNED:
            return UNCLEAR, self.env._("The whole collection was taken back in one sum.")
        return self._apply_batch_rejected(batch, waiting)

    def _apply_batch_booked(self, batch, waiting):
        """Set the debits of a collection to paid that the bank credited in one sum."""
        if not waiting:
            return KNOWN, False
        refused = self.search(
            [
                ("transaction_id", "in", batch.debit_ids.ids),
                ("kind", "=", answers.REJECTED),
                ("state", "in", [APPLIED, KNOWN]),
            ]
        ).transaction_id
        settled = batch.debit_ids - refused
        total = sum(settled.mapped("amount"))
        differs = batch.euro_id.compare_amounts(self.amount, total)
        if differs or (self.count and self.count != len(settled)):
            return UNCLEAR, self.env._(
                "%(count)s debits of %(total)s are expected: look which ones are missing.",
                count=len(settled),
                total=batch.euro_id.format(total),
            )
        batch._note_answered()
        waiting._collected_by_bank()
        return APPLIED, False

    def _apply_batch_rejected(self, batch, waiting):
        """Let the debits of a collection wait again that the bank refused as a whole.

        No debtor is to blame for a file that the bank does not take.
        """
        if not waiting:
            return KNOWN, False
        reason = " ".join(filter(None, [self.reason, self.text]))
        batch._let_wait_again(waiting, reason)
        return APPLIED, self.env._("Its debits wait for the next collection.")

    # === the bank's fee === #

    def _book_fee(self, debit):
        """Book what the bank charges for a return, if there is an account for it."""
        self.ensure_one()
        account = self.company_id.subscription_sepa_fee_account_id
        told = self.search_count(
            [
                ("transaction_id", "=", debit.id),
                ("fee_move_id", "!=", False),
            ],
            limit=1,
        )
        if not self.fee or not account or told:
            return
        entry = self.env["account.move"].create(self._prepare_fee_vals(debit, account))
        entry.action_post()
        self._write_kept({"fee_move_id": entry.id})

    def _prepare_fee_vals(self, debit, account):
        """Return the entry of a fee: the outstanding account then equals the statement."""
        self.ensure_one()
        journal = debit.provider_id.journal_id
        waiting = debit.provider_id._get_outstanding_account()
        outstanding = waiting or journal.default_account_id
        name = self.env._("Bank's fee: %(debit)s came back", debit=debit.reference)
        sides = ((account, self.fee), (outstanding, -self.fee))
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": debit._get_first_open_day(journal),
            "ref": name,
            "company_id": self.company_id.id,
            "line_ids": [
                (0, 0, {"account_id": one.id, "balance": balance, "name": name})
                for one, balance in sides
            ],
        }

    def action_settle(self):
        """Mark these answers as looked after by a person."""
        self.env["subscription.sepa.collection"]._check_collector()
        self.check_access("read")
        open_ = self.sudo().filtered(lambda one: one.state == UNCLEAR)
        open_._write_kept(
            {"state": SETTLED, "note": self.env._("By %(user)s", user=self.env.user.name)}
        )
