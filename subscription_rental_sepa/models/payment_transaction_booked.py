from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Command

from ..sepa import entries
from .subscription_sepa_collection_file import exact


class PaymentTransaction(models.Model):
    """A debit that is booked with its collection, in one entry: it has no payment (BI6)."""

    _inherit = "payment.transaction"

    rental_booking_line_id = fields.Many2one(
        "account.move.line",
        string="Booked With Its Collection",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The row of the collection's entry that paid the invoice.",
        kept=True,
    )
    rental_correction_id = fields.Many2one(
        "account.move",
        string="Corrected By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The entry that took it back when it was returned.",
        kept=True,
    )
    _one_booking = models.UniqueIndex(
        "(rental_booking_line_id) WHERE rental_booking_line_id IS NOT NULL",
        "A row of an entry is of one debit.",
    )

    def _post_process(self):
        """Book the collections of these debits first, where that is how they are booked."""
        collected = self.filtered(
            lambda one: one.state == "done" and not one.rental_booking_line_id
        )
        for record in collected.rental_collection_id:
            record._book_collected()
        return super()._post_process()

    def _create_payment(self, **extra_create_values):
        """Make no payment of what was booked with its collection."""
        if self.rental_booking_line_id:
            return self.env["account.payment"]
        return super()._create_payment(**extra_create_values)

    @api.depends("rental_booking_line_id")
    def _compute_rental_refusal(self):
        """Depend on how the debit was booked."""
        return super()._compute_rental_refusal()

    def _was_booked(self):
        """Return whether the money had been received: also with the whole collection."""
        return super()._was_booked() or bool(self.rental_booking_line_id)

    def _is_left_over(self):
        """Return whether its row of the collection's entry pays no invoice."""
        row = self.rental_booking_line_id
        return not row.reconciled if row else super()._is_left_over()

    def _get_side(self, balance):
        """Return this debit as a row of entries; `balance` is it in the books' currency."""
        self.ensure_one()
        return entries.Side(self.id, exact(self.amount), Decimal(str(balance)))

    def _get_owed_lines(self, account):
        """Return what is open on `account` of the invoices that this debit pays."""
        self.ensure_one()
        posted = self.invoice_ids.filtered(lambda move: move.state == "posted")
        return posted.line_ids.filtered(
            lambda line: line.account_id == account and not line.reconciled
        )

    def _prepare_owed_vals(self):
        """Return the row of this debit in an entry, without its amount."""
        self.ensure_one()
        partner = self.partner_id.commercial_partner_id
        company = self.provider_id.company_id
        terms = self.invoice_ids.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        usual = partner.with_company(company).property_account_receivable_id
        return {
            "account_id": (terms[:1].account_id or usual).id,
            "partner_id": partner.id,
            "name": self.reference,
        }

    def _unbook(self, reason):
        """Take the row of this debit in its collection's entry back: the invoice is unpaid.

        The entry stays as the bank's line has it. Another one, on the first open day,
        corrects it by this debit: the bank's second line closes what that leaves.
        """
        row = self.rental_booking_line_id
        if not row:
            super()._unbook(reason)
            return
        entry = self.env["account.move"]._create_kept([self._prepare_correction_vals(row)])
        entry.action_post()
        row.remove_move_reconcile()
        (row | entry.line_ids.filtered("partner_id")).reconcile()
        today = self.company_id._subscription_today()
        self._write_kept({"rental_correction_id": entry.id, "rental_returned_on": today})
        entry._message_log(body=reason or self.env._("It came back."))
        self.is_post_processed = True

    def _prepare_correction_vals(self, row):
        """Return the entry that takes `row`, of this debit, back."""
        self.ensure_one()
        account = self.provider_id._get_outstanding_account()
        waiting = row.move_id.line_ids.filtered(lambda line: not line.partner_id)
        name = self.env._("%(debit)s came back", debit=self.reference)
        other = {"account_id": (waiting[:1].account_id or account).id, "name": name}
        own = {
            "account_id": row.account_id.id,
            "partner_id": row.partner_id.id,
            "name": name,
        }
        back = self._get_side(-row.balance)
        return {
            "move_type": "entry",
            "journal_id": row.journal_id.id,
            "company_id": row.company_id.id,
            "date": self._get_first_open_day(row.journal_id),
            "ref": name,
            "rental_sepa_collection_id": self.rental_collection_id.id,
            "line_ids": [
                Command.create(
                    {
                        **(own if side.debit else other),
                        "currency_id": row.currency_id.id,
                        "amount_currency": float(side.amount),
                        "balance": float(side.balance),
                    }
                )
                for side in entries.corrected(back)
            ],
        }
