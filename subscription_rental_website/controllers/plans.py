from odoo.http import Controller, request, route
from odoo.tools.translate import LazyTranslate

from ..shop import as_id

_lt = LazyTranslate(__name__)


class RentalPlans(Controller):
    """The plans of the shop side by side: a page, and what the building block shows."""

    @route(
        "/plans",
        type="http",
        auth="public",
        website=True,
        sitemap=True,
        list_as_website_content=_lt("Subscription Plans"),
        readonly=True,
    )
    def plans(self, **_kwargs):
        """Show all plans that visitors can choose."""
        return request.render(
            "subscription_rental_website.plans_page", request.website._get_plan_table()
        )

    @route("/shop/rental/plans", type="jsonrpc", auth="public", website=True, readonly=True)
    def plan_table(self, product_id=None, plan_id=None):
        """Return the table of plans of a building block, as it is now."""
        values = request.website._get_plan_table(
            product_id=as_id(product_id), plan_id=as_id(plan_id)
        )
        return request.env["ir.qweb"]._render(
            "subscription_rental_website.plan_table", values
        )
