from odoo import Command, models

from odoo.addons.subscription_rental.billing import prepaid


class SubscriptionPrepaidMovement(models.Model):
    """What movements are in the books (PK8).

    VAT at each use: a use pays its invoice, from the liability. VAT at the sale: a use
    releases deferred income. What expires becomes income, what is undone is reversed.
    """

    _inherit = "subscription.prepaid.movement"

    # === uses === #

    def _pay_invoice(self, invoice):
        """Let these uses pay `invoice`, or these undone uses give back on a credit note."""
        for account, rows in self.grouped("account_id").items():
            amount = -sum(rows.mapped("amount"))
            if rows.currency_id.is_zero(amount):
                continue
            payment = rows._create_payment(invoice, account, amount)
            rows._note({"move_id": payment.move_id.id})
            lines = payment.move_id.line_ids | invoice.line_ids
            lines.filtered(
                lambda line: (
                    line.account_id.account_type == "asset_receivable"
                    and not line.reconciled
                )
            ).reconcile()

    def _create_payment(self, invoice, account, amount):
        """Return the posted payment of `amount` between `account` and the customer."""
        kind = "inbound" if amount > 0 else "outbound"
        company = self.company_id
        method = company._get_prepaid_method(account, kind)
        payments = self.env["account.payment"].sudo().with_company(company)
        payment = payments.create(
            {
                "payment_type": kind,
                "partner_type": "customer",
                "partner_id": invoice.commercial_partner_id.id,
                "amount": abs(amount),
                "currency_id": self.currency_id.id,
                "date": self[:1].date,
                "journal_id": method.journal_id.id,
                "payment_method_line_id": method.id,
                "memo": self._get_memo(),
                "invoice_ids": [Command.set(invoice.ids)],
            }
        )
        payment.action_post()
        return payment

    def _release_income(self, account, partner):
        """Move what these uses are worth from deferred income to `account`.

        :param account: on which the service itself is sold
        """
        for standing, rows in self.grouped("account_id").items():
            rows._create_entry(standing, account, partner)

    def _create_entry(self, standing, result, partner, amount=None):
        """Book these movements from `standing` to `result`, and note it on them.

        :param amount: what is booked; None: what they are worth
        """
        amount = -sum(self.mapped("amount")) if amount is None else amount
        if self.currency_id.is_zero(amount):
            return
        company = self.company_id
        journal = company._get_prepaid_journal(standing)
        moves = self.env["account.move"].sudo().with_company(company)
        owner = partner.commercial_partner_id.id
        memo = self._get_memo()
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "date": self[:1].date,
                "ref": memo,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": owner,
                            "name": memo,
                            "balance": balance,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for account, balance in ((standing, amount), (result, -amount))
                ],
            }
        )
        move._post(soft=False)
        self._note({"move_id": move.id})

    def _get_memo(self):
        """Return what the entries of these movements are called."""
        row = self[:1]
        return " ".join(filter(None, (row.prepaid_id.name, row.place)))

    def _book_given_back(self, credit_note, account):
        """Book what these rows give back: they pay on `credit_note`, or defer again.

        :param account: on which the service itself was sold
        """
        for pack, rows in self.grouped("prepaid_id").items():
            if pack.vat_kind == prepaid.AT_USE:
                rows._pay_invoice(credit_note)
            else:
                rows._release_income(account, credit_note.partner_id)

    # === what is undone, and what expires === #

    def _take_off_books(self, credit_note=None):
        """Take the entries of these undone uses out of the books.

        :param credit_note: gives the uses back; without one, their invoice is a draft again
        """
        for move, rows in self.filtered("move_id").grouped("move_id").items():
            undoing = rows.undone_by_id
            if not move.origin_payment_id:
                reversal = move._reverse_moves(
                    [{"date": undoing[:1].date, "ref": rows._get_memo()}], cancel=True
                )
                undoing._note({"move_id": reversal.id})
            elif credit_note:
                undoing._pay_invoice(credit_note)
            else:
                # Deleting a draft with a number is for accountants alone.
                move.origin_payment_id.action_cancel()

    def _book(self):
        """Book what expired as income."""
        result = super()._book()
        for row in self.filtered(lambda row: row.kind == prepaid.EXPIRE):
            owner = row.prepaid_id.partner_id or row.prepaid_id.buyer_id
            income = row.prepaid_id.breakage_account_id
            row._create_entry(row.account_id, income, owner)
        return result
