from odoo import models
from odoo.fields import Domain


class WebsiteSnippetFilter(models.Model):
    """The products that are rented, as a dynamic building block (SE6)."""

    _inherit = "website.snippet.filter"

    def _get_products_rented(self, website, limit, domain, **_kwargs):
        """Return the variants that are rented here; Odoo calls it by its name."""
        templates = self.env["product.template"]
        rented = templates.search(templates._get_rental_domain(website, "rent"))
        products = self.env["product.product"].with_context(display_default_code=False)
        of_them = Domain("product_tmpl_id", "in", rented.ids)
        return products.search(Domain(domain) & of_them, limit=limit)

    def _filter_records_to_values(self, records, **options):
        """Add the lowest price per interval of what is rented: *from 39 € / month*."""
        values = super()._filter_records_to_values(records, **options)
        for shown in values:
            offers = shown.get("rental_offers")
            if offers:
                cheapest = min(offers, key=lambda offer: offer["amount"])
                plan = self.env["subscription.plan"].sudo().browse(cheapest["id"])
                shown["rental_from"] = cheapest["price"]
                shown["rental_interval"] = plan._get_interval_name()
        return values
