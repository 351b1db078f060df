from odoo import api, models


class AccountTax(models.Model):
    _inherit = "account.tax"

    @api.model
    def _summarize_rental_lines(self, base_lines, company, currency):
        """Return what one document of these base lines comes to: base, tax and total.

        It is rounded as the company rounds: each line, or the document as a whole. The
        amounts are those of Odoo's own summary, without its groups of taxes.
        """
        self._add_tax_details_in_base_lines(base_lines, company)
        self._round_base_lines_tax_details(base_lines, company)
        details = [base_line["tax_details"] for base_line in base_lines]
        base = sum(
            one["total_excluded_currency"] + one["delta_total_excluded_currency"]
            for one in details
        )
        tax = sum(
            data["tax_amount_currency"] for one in details for data in one["taxes_data"]
        )
        return {
            "base_amount_currency": currency.round(base),
            "tax_amount_currency": currency.round(tax),
            "total_amount_currency": currency.round(base + tax),
        }
