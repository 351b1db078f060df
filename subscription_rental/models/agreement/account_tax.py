from odoo import api, models


class AccountTax(models.Model):
    _inherit = "account.tax"

    @api.model
    def _summarize_rental_lines(self, base_lines, company, currency):
        """Return Odoo's summary of the taxes of these base lines, as one document has it.

        It is rounded as the company rounds: each line, or the document as a whole.
        """
        self._add_tax_details_in_base_lines(base_lines, company)
        self._round_base_lines_tax_details(base_lines, company)
        return self._get_tax_totals_summary(
            base_lines=base_lines, currency=currency, company=company
        )
