from odoo import models

# Payments of these states have been received, also those without an entry of their own.
RECEIVED = ("in_process", "paid")


class AccountMove(models.Model):
    """What settled an invoice: payments by provider, transfer or cash, and credit notes."""

    _inherit = "account.move"

    def _get_rental_receipts(self):
        """Return what settled this invoice, as rows: {record, day, what, amount}."""
        self.ensure_one()
        rows = [
            self._prepare_receipt(found["aml"], found["amount"])
            for found in self._get_all_reconciled_invoice_partials() or ()
            if not found["is_exchange"]
        ]
        unbooked = self.matched_payment_ids.filtered(
            lambda payment: not payment.move_id and payment.state in RECEIVED
        )
        return rows + [self._prepare_receipt(one, one.amount) for one in unbooked]

    def _prepare_receipt(self, origin, amount):
        """Return the row of what settled `amount` of this invoice.

        :param origin: the journal item, or the payment that has none
        """
        move = origin.move_id
        record = origin if origin._name == "account.payment" else origin.payment_id or move
        is_credit = move.move_type == "out_refund"
        label = move.type_name if is_credit else origin.journal_id.name
        return {
            "record": record,
            "day": origin.date,
            "what": f"{label}: {record.display_name}",
            "is_credit": is_credit,
            "amount": amount,
        }
