from odoo import models

# So many of the smallest coins a line is moved to reach the amount that was asked for.
CORRECTIONS = (0, 1, -1, 2, -2, 3, -3)


class AccountMove(models.Model):
    """An invoice of which a part is given back (BI9)."""

    _inherit = "account.move"

    def _get_rental_credits(self):
        """Return the posted credit notes of this invoice."""
        self.ensure_one()
        return self.reversal_move_ids.filtered(lambda move: move.state == "posted")

    def _get_product_lines(self):
        return self.invoice_line_ids.filtered(lambda line: line.display_type == "product")

    def _get_credit_parts(self, amount):
        """Return {invoice line: its price on a credit note of `amount` with taxes}.

        Each line is credited in proportion of `amount` to the invoice's total. Where
        rounded taxes miss the amount, the price of the largest line is moved by some cents.
        """
        self.ensure_one()
        if not self.amount_total:
            return {}
        share = amount / self.amount_total
        lines = self._get_product_lines()
        parts = {
            line: self.currency_id.round(line._get_credit_price() * share) for line in lines
        }
        largest = max(lines, key=lambda line: abs(parts[line]), default=None)
        best = parts
        for step in CORRECTIONS:
            tried = dict(parts)
            if largest:
                tried[largest] += step * self.currency_id.rounding
            total = self._get_credit_total(tried)
            if self.currency_id.compare_amounts(total, amount) == 0:
                return tried
            nearer = abs(total - amount) < abs(self._get_credit_total(best) - amount)
            if nearer and self.currency_id.compare_amounts(total, amount) < 0:
                best = tried
        return best

    def _get_credit_total(self, parts):
        """Return the total with taxes of a credit note with these prices of lines."""
        self.ensure_one()
        base_lines = [
            {
                **self._prepare_product_base_line_for_taxes_computation(line),
                "price_unit": price,
                "quantity": 1.0,
                "discount": 0.0,
            }
            for line, price in parts.items()
        ]
        summary = self.env["account.tax"]._get_rental_summary(
            base_lines, self.company_id, self.currency_id
        )
        return summary["total_amount_currency"]

    def _create_partial_credit(self, amount, reason):
        """Return a new posted credit note of `amount` with taxes."""
        self.ensure_one()
        parts = self._get_credit_parts(amount)
        today = self.company_id._subscription_today()
        full = self.currency_id.compare_amounts(amount, self.amount_total) == 0
        note = self._reverse_moves([{"invoice_date": today, "ref": reason}])
        if not full:
            for line, copy in zip(
                self._get_product_lines(), note._get_product_lines(), strict=True
            ):
                copy.write({"quantity": 1.0, "discount": 0.0, "price_unit": parts[line]})
        note._post(soft=False)
        return note
