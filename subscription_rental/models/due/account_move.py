from odoo import models
from odoo.tools.misc import format_date

from ...billing import paid as rules

PAID = ("paid", "in_payment")


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

    def _is_paid_for(self):
        """Return whether the customer paid this invoice, with money or other credit.

        Odoo calls one reversed that other credit of its customer has settled.
        """
        self.ensure_one()
        settled = self.payment_state in (*PAID, "reversed")
        return settled and self.state == "posted" and not self._is_credited_in_full()

    def _is_credited_in_full(self):
        """Return whether credit notes of this invoice settle all of it."""
        self.ensure_one()
        notes = self._get_settling_credits().values()
        rounding = self.currency_id.rounding
        return rules.is_taken_back(self._get_settled_bill(), notes, rounding)

    def _get_settled_bill(self):
        """Return this invoice as the rules on payments see it."""
        self.ensure_one()
        return rules.Bill(
            self._origin.id,
            self.amount_total,
            self.invoice_date,
            frozenset(self.invoice_line_ids.product_id.ids),
        )

    def _get_settling_credits(self):
        """Return {credit note: `Credit`} of all that settle this invoice, or a part."""
        self.ensure_one()
        # Whoever reconciles need not see all that is reconciled.
        parts = self.sudo().line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        by_note = parts.matched_credit_ids.grouped(lambda one: one.credit_move_id.move_id)
        return {
            note: rules.Credit(
                settles=sum(owned.mapped("debit_amount_currency")),
                day=note.invoice_date,
                reverses=note.reversed_entry_id.id or None,
                products=frozenset(note.invoice_line_ids.product_id.ids),
                is_used_up=note.currency_id.is_zero(
                    note.amount_total - sum(owned.mapped("credit_amount_currency"))
                ),
            )
            for note, owned in by_note.items()
            if note.move_type == "out_refund"
        }

    def _renew_due_dates(self, day):
        """Renew what the lines of this invoice name, as paid on `day`.

        A line that a credit note takes back renews nothing, though the rest was paid.
        """
        self.ensure_one()
        lines = self.invoice_line_ids.filtered("rental_due_date_id")
        credited = self._get_credited_amounts()
        by_row = {
            row: owned
            for row, owned in lines.grouped("rental_due_date_id").items()
            if row not in credited
            or self.currency_id.compare_amounts(
                sum(owned.mapped("price_subtotal")), credited[row]
            )
            > 0
        }
        rows = self.env["subscription.due.date"].union(*by_row)
        rows._renew_paid(day, by_row)

    def _get_credited_amounts(self):
        """Return {due date: amount before taxes that credit notes of it take back}."""
        bill = self._get_settled_bill()
        settling = self._get_settling_credits().items()
        notes = self.browse().union(
            *(note for note, credit in settling if rules.takes_back(credit, bill))
        )
        lines = notes.invoice_line_ids.filtered("rental_due_date_id")
        return {
            row: sum(owned.mapped("price_subtotal"))
            for row, owned in lines.grouped("rental_due_date_id").items()
        }

    def _tell_taken_back(self):
        """Tell of credit notes that settle this invoice, and do not say they are of it.

        Whoever wrote one may have meant a payment.
        """
        self.ensure_one()
        notes = self.browse().union(*self._get_settling_credits())
        if notes.reversed_entry_id:
            return
        day = self.company_id._subscription_today()
        self.invoice_line_ids.rental_due_date_id._ask_responsible(
            self.env._("Credited, and not renewed"),
            self.env._(
                "%(note)s settled %(invoice)s on %(day)s, as a credit note of it: nothing "
                "was paid. Renew it by hand if the customer paid with that.",
                note=", ".join(notes.mapped("display_name")),
                invoice=self.display_name,
                day=format_date(self.env, day),
            ),
        )

    def _pass_on_to(self, new):
        """Let the lines of `new` renew what the lines of this invoice were to renew."""
        result = super()._pass_on_to(new)
        # Accountants correct invoices without knowing due dates.
        lines, copies = self.sudo()._get_product_lines(), new.sudo()._get_product_lines()
        for line, copy in zip(lines, copies, strict=True):
            row = line.rental_due_date_id
            # Another customer may hold it by now.
            if row and not copy._is_held_by_another(row):
                copy.rental_due_date_id = row
        return result

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
