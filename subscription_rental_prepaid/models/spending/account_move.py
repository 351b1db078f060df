from odoo import fields, models


class AccountMove(models.Model):
    """An invoice that packs and credit pay: at its posting, and undone with it."""

    _name = "account.move"
    _inherit = ["account.move", "subscription.prepaid.document.mixin"]
    _prepaid_lines = "invoice_line_ids"

    rental_spending_ids = fields.One2many(
        "subscription.prepaid.spending", "move_id", string="Paid by Credit", readonly=True
    )

    def _post(self, soft=True):
        """Use what pays for these invoices, then book it; give back on credit notes."""
        paid = self._get_prepaid_paid(soft)
        for line in paid:
            line._use_prepaid(line.company_id._subscription_today())
        posted = super()._post(soft)
        for line in paid:
            line._book_prepaid()
        posted.sudo().rental_spending_ids._pay_with_credit()
        for move in posted.filtered(lambda one: one.move_type == "out_refund"):
            move._give_prepaids_back()
        return posted

    def _get_prepaid_paid(self, soft):
        """Return the lines that packs pay for, of the invoices that are posted now."""
        now = self.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state == "draft"
                and not (soft and move._is_prepaid_early())
            )
        )
        return now.invoice_line_ids.filtered("rental_prepaid_id")

    def _is_prepaid_early(self):
        """Return whether Odoo would post this invoice on a later day."""
        self.ensure_one()
        return bool(self.date and self.date > self.company_id._subscription_today())

    def _give_prepaids_back(self):
        """Give back what paid for the lines of this credit note, and credit by its part."""
        today = self.company_id._subscription_today()
        for line in self.sudo().invoice_line_ids.filtered("rental_prepaid_line_id"):
            line._give_sessions_back(today)
        spent = self.reversed_entry_id.sudo().rental_spending_ids
        spent._give_credit_back(self)

    def _get_price_without_packs(self):
        """Return what these documents cost, less the lines that sessions paid for."""
        lines = self.sudo().invoice_line_ids.filtered(
            lambda line: not (line.rental_prepaid_id or line.rental_prepaid_line_id)
        )
        return sum(lines.mapped("price_total"))

    def _get_posted_credit_notes(self):
        """Return the posted credit notes of this invoice."""
        notes = self.sudo().reversal_move_ids
        return notes.filtered(
            lambda note: note.state == "posted" and note.move_type == "out_refund"
        )

    def _take_prepaids_again(self):
        """Take again what these credit notes gave back, as they are drafts again.

        Raises UserError where it was spent meanwhile.
        """
        packs = self.env["subscription.prepaid"].sudo()
        for note in self.filtered(lambda move: move.move_type == "out_refund"):
            lines = note.invoice_line_ids.filtered("rental_prepaid_line_id")
            spent = note.reversed_entry_id.rental_spending_ids
            keys = [line._get_sessions_given_key() for line in lines]
            keys += [row._get_credit_given_key(note) for row in spent]
            today = note.company_id._subscription_today()
            for key in keys:
                packs._take_again_for(key, today)._take_off_books()

    def copy_data(self, default=None):
        """Copy invoices anew: only credit notes give sessions back."""
        copies = super().copy_data(default)
        for move, values in zip(self, copies, strict=True):
            if values.get("move_type", move.move_type) != "out_refund":
                move._forget_given_back(values)
        return copies

    def _forget_given_back(self, values):
        """Let the lines of a new invoice cost their own prices, whatever paid for these."""
        for _command, _id, line in values.get("line_ids", []):
            used = line and line.pop("rental_prepaid_line_id", None)
            if used:
                line |= self.line_ids.browse(used)._get_own_price()

    def button_draft(self):
        """Undo what was used, and claim it for the draft; take again what was given."""
        self.sudo()._take_prepaids_again()
        undone = [
            (line, line._give_prepaid_back(line.company_id._subscription_today()))
            for line in self.sudo().invoice_line_ids.filtered("rental_prepaid_id")
        ]
        spent = self.sudo().rental_spending_ids.filtered("is_spent")
        spent._undo_spending()
        result = super().button_draft()
        spent._claim_credit_again()
        for line, uses in undone:
            if uses:
                line._claim_prepaid_again(uses, line.company_id._subscription_today())
        return result

    def button_cancel(self):
        """Give back what these drafts have claimed."""
        result = super().button_cancel()
        for line in self.invoice_line_ids.filtered("rental_prepaid_id"):
            self.env["subscription.prepaid"]._release_for(line._get_prepaid_key())
        self.sudo().rental_spending_ids._take_back_spending()
        return result

    def action_use_prepaid(self):
        """Use a session for the first line that the customer's packs pay for."""
        self._use_first_session()

    def action_undo_prepaid(self):
        """Take back that packs and credit pay for this draft."""
        self.ensure_one()
        self.check_access("write")
        self.invoice_line_ids.action_undo_prepaid()
        self.sudo().rental_spending_ids._take_back_spending()
