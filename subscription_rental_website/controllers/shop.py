from odoo.http import request

from odoo.addons.website_sale.controllers.main import WebsiteSale

CHOICES = ("rent", "buy")


class RentalShop(WebsiteSale):
    """The list of products, filtered by *rent* and *buy*, and the page of a product."""

    def _prepare_product_values(self, *args, **kwargs):
        """Ask for the prices of plans once, for people and for search engines."""
        request.website._keep_rental_shop()
        return super()._prepare_product_values(*args, **kwargs)

    def _get_search_options(self, *args, rental=None, **post):
        """Add what was chosen of *rent* and *buy*."""
        request.website._keep_rental_shop()
        options = super()._get_search_options(*args, **post)
        return {**options, "rental": rental if rental in CHOICES else None}

    def _shop_get_query_url_kwargs(self, *args, rental=None, **kwargs):
        """Keep what was chosen in the links of the page."""
        values = super()._shop_get_query_url_kwargs(*args, **kwargs)
        return {**values, "rental": rental if rental in CHOICES else None}

    def _get_rental_price_range(self, values):
        """Return the range of recurring prices of what is listed, for the price filter."""
        products = values["search_product"]
        lines = request.env["subscription.plan.line"].sudo()
        ((lowest, highest),) = lines._read_group(
            [
                ("product_tmpl_id", "in", products.ids),
                ("plan_id", "any", request.website._get_open_plans_domain()),
            ],
            [],
            ["price_unit:min", "price_unit:max"],
        )
        if not highest:
            return {}
        return {
            "available_min_price": lowest,
            "available_max_price": highest,
            "min_price": max(values["min_price"], lowest),
            "max_price": min(values["max_price"], highest),
        }

    def _get_additional_shop_values(self, values, rental=None, **kwargs):
        """Add the choice, if there is something to choose."""
        more = super()._get_additional_shop_values(values, **kwargs)
        keep, path = values["keep"], request.httprequest.path.split("/page/")[0]
        names = [
            (None, request.env._("All")),
            ("rent", request.env._("Rent")),
            ("buy", request.env._("Buy")),
        ]
        plans = request.env["subscription.plan"].sudo()
        if plans.search_count(request.website._get_open_plans_domain(), limit=1):
            more["rental_filter"] = [
                {
                    "name": name,
                    "url": keep(path, rental=choice),
                    "active": (rental if rental in CHOICES else None) == choice,
                }
                for choice, name in names
            ]
        if rental == "rent" and "available_min_price" in values:
            more |= self._get_rental_price_range(values)
        return more
