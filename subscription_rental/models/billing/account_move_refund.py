from odoo import models


class AccountMove(models.Model):
    """An invoice of which a part is given back (BI9)."""

    _inherit = "account.move"

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """Reverse these documents, where nothing speaks against it."""
        self._check_reversible()
        return super()._reverse_moves(default_values_list, cancel)

    def _check_reversible(self):
        """Raise UserError if one of these cannot be reversed; an override knows why."""

    def _get_rental_credits(self):
        """Return the posted credit notes of this invoice."""
        self.ensure_one()
        return self.reversal_move_ids.filtered(lambda move: move.state == "posted")

    def _get_product_lines(self):
        return self.invoice_line_ids.filtered(lambda line: line.display_type == "product")

    def _get_credit_lines(self, amount):
        """Return {invoice line: values of its line on a credit note of this `amount`}.

        Each line is credited in proportion of `amount`, with taxes, to the invoice's total;
        taxes are computed inside, so that the note comes to what a person typed.
        """
        self.ensure_one()
        by_id = {line["id"]: line for line in self._get_reduced_lines(amount)}
        return {
            line: self._prepare_credit_line_vals(by_id.get(line.id))
            for line in self._get_product_lines()
        }

    def _get_reduced_lines(self, amount):
        """Return the base lines of this invoice's products, for an `amount` with taxes."""
        self.ensure_one()
        taxes = self.env["account.tax"]
        base_lines = [
            self._prepare_product_base_line_for_taxes_computation(line)
            for line in self._get_product_lines()
        ]
        taxes._add_tax_details_in_base_lines(base_lines, self.company_id)
        taxes._round_base_lines_tax_details(base_lines, self.company_id)
        reduced = taxes._reduce_base_lines_to_target_amount(
            base_lines,
            self.company_id,
            "fixed",
            amount,
            computation_key=f"rental_credit,{self.id}",
            # Each line by itself: it takes back from its own period.
            grouping_function=lambda base_line: {"id": base_line["id"]},
        )
        taxes._fix_base_lines_tax_details_on_manual_tax_amounts(reduced, self.company_id)
        return reduced

    def _prepare_credit_line_vals(self, base_line):
        """Return the values of a credit note's line; of 0 for a line that cost nothing."""
        taxes = self.env["account.tax"]
        return {
            "quantity": 1.0,
            "discount": 0.0,
            "price_unit": base_line["price_unit"] if base_line else 0.0,
            "extra_tax_data": (
                taxes._export_base_line_extra_tax_data(base_line) if base_line else False
            ),
        }

    def _create_partial_credit(self, amount, reason):
        """Return a new posted credit note of `amount` with taxes, reconciled with nothing.

        It is for what was paid: where the invoice is paid in part, its rest stays owed.
        """
        self.ensure_one()
        parts = self._get_credit_lines(amount)
        today = self.company_id._subscription_today()
        full = self.currency_id.compare_amounts(amount, self.amount_total) == 0
        note = self._reverse_moves([{"invoice_date": today, "ref": reason}])
        if not full:
            for line, copy in zip(
                self._get_product_lines(), note._get_product_lines(), strict=True
            ):
                copy.write(parts[line])
        note._post(soft=False)
        note.line_ids.remove_move_reconcile()
        return note

    def _pass_on_to(self, new):
        """Let the invoice `new`, in place of this one, settle the charges of this one.

        Runs when this invoice was reversed and `new` was copied from it, as a draft; an
        override passes on what else hangs on this invoice.
        """
        self.ensure_one()
        # Accountants correct invoices without knowing subscriptions.
        lines, copies = self.sudo()._get_product_lines(), new.sudo()._get_product_lines()
        for line, copy in zip(lines, copies, strict=True):
            charge = line.rental_charge_id
            if charge.move_line_id == line:
                copy._write_kept({"rental_charge_id": charge.id})
                charge.move_line_id = copy
