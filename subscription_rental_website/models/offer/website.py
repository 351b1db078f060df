from odoo import models
from odoo.http import request

from ...shop import Shop


class Website(models.Model):
    _inherit = "website"

    def _get_rental_shop(self):
        """Return this website as the visitor of the request sees it."""
        self.ensure_one()
        return Shop(
            website=self,
            currency=self.currency_id,
            position=request.fiscal_position,
            today=self.company_id._subscription_today(),
            with_taxes=self.show_line_subtotals_tax_selection == "tax_included",
        )
