from odoo import models
from odoo.fields import Domain
from odoo.http import request

from ...shop import Shop


class Website(models.Model):
    _inherit = "website"

    def _get_open_plans_domain(self):
        """Return the domain of the plans that visitors of this website can choose."""
        return self._get_published_plans_domain() & Domain(
            "currency_id", "=", self.currency_id.id
        )

    def _get_published_plans_domain(self):
        """Return the domain of the plans of this website, whatever their currency."""
        self.ensure_one()
        companies = [False, *self.company_id.sudo().parent_ids.ids]
        return (
            Domain("is_published", "=", True)
            & Domain("active", "=", True)
            & Domain("website_id", "in", (False, self.id))
            & Domain("company_id", "in", companies)
        )

    def _get_rental_shop(self):
        """Return this website as the visitor of the request sees it."""
        self.ensure_one()
        kept = getattr(request, "rental_shop", None)
        if kept and kept.website == self:
            return kept
        return Shop(
            website=self,
            currency=self.currency_id,
            position=request.fiscal_position,
            today=self.company_id._subscription_today(),
            pricelist=request.pricelist,
            with_taxes=self.show_line_subtotals_tax_selection == "tax_included",
            known={},
        )

    def _keep_rental_shop(self):
        """Keep the shop for this request, which only shows a page and changes nothing."""
        request.rental_shop = self._get_rental_shop()
