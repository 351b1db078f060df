from odoo import models


class AccountMove(models.Model):
    """An invoice that renews due dates once it is paid, and takes that back if not."""

    _inherit = "account.move"

    def _invoice_paid_hook(self):
        """Renew the due dates that lines of these invoices name, each once."""
        result = super()._invoice_paid_hook()
        # Whoever registers a payment need not know due dates.
        paid = self.sudo().filtered(lambda move: move.move_type == "out_invoice")
        for move in paid.filtered("invoice_line_ids.rental_due_date_id"):
            today = move.company_id._subscription_today()
            move._renew_due_dates(move._get_paid_on(today))
        return result

    def _is_paid_with_credit(self):
        """Return whether credit notes paid this invoice, and none of them is of it."""
        self.ensure_one()
        if self.move_type != "out_invoice" or self.payment_state != "reversed":
            return False
        # Whoever reconciles need not see all that is reconciled.
        terms = self.sudo().line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        credit = terms.matched_credit_ids.credit_move_id.move_id
        return self not in credit.reversed_entry_id

    def _renew_due_dates(self, day):
        """Renew what the lines of this invoice name, as paid on `day`."""
        self.ensure_one()
        lines = self.invoice_line_ids.filtered("rental_due_date_id")
        by_row = lines.grouped("rental_due_date_id")
        rows = self.env["subscription.due.date"].union(*by_row)
        rows._renew_paid(day, by_row)

    def _take_back_renewals(self):
        """Take back what these invoices renewed, as they are paid no more."""
        following = self.env["subscription.due.date"].sudo()
        lines = self.sudo().invoice_line_ids
        following.search([("paid_line_id", "in", lines.ids)])._withdraw_renewal()

    def button_draft(self):
        """Set to draft; what an invoice of no amount renewed is taken back, too."""
        result = super().button_draft()
        self._take_back_renewals()
        return result
