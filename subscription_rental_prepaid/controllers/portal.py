from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.addons.subscription_rental.controllers.portal import SubscriptionPortal

PAGE = "/my/packs"


class PrepaidPortal(SubscriptionPortal):
    """The customer's packs and credit: what is left, until when, and what became of it."""

    def _prepare_home_portal_values(self, counters):
        """Count the packs and credit of the customer of which something is left."""
        values = super()._prepare_home_portal_values(counters)
        if "rental_prepaid_count" in counters:
            packs, domain = self._get_own_packs()
            living = domain & packs._something_left_domain()
            values["rental_prepaid_count"] = packs.search_count(living)
        return values

    @http.route([PAGE, f"{PAGE}/page/<int:page>"], type="http", auth="user", website=True)
    def rental_prepaid_list(self, page=1, error=None, **_kwargs):
        """Show what the customer has, what was bought last on top."""
        packs, domain = self._get_own_packs()
        pager = portal_pager(
            url=PAGE,
            total=packs.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = packs.search(domain, limit=self._items_per_page, offset=pager["offset"])
        values = self._prepare_portal_layout_values()
        values |= {
            "packs": found,
            "page_name": "rental_prepaid",
            "pager": pager,
            "default_url": PAGE,
            "error": error,
        }
        return request.render("subscription_rental_prepaid.portal_prepaids", values)

    @http.route(f"{PAGE}/gift", type="http", auth="user", website=True, methods=["POST"])
    def rental_prepaid_gift(self, code="", **_kwargs):
        """Give the gift with this code to the customer who is logged in."""
        packs, _domain = self._get_own_packs()
        try:
            with request.env.cr.savepoint():
                packs._claim_gift(code, request.env.user.partner_id)
        except UserError as error:
            return self.rental_prepaid_list(error=str(error))
        return request.redirect(PAGE)

    @staticmethod
    def _get_own_packs():
        """Return (packs as the system, the domain of the customer's own)."""
        # Customers have no rights on packs: the domain is theirs.
        packs = request.env["subscription.prepaid"].sudo()
        return packs, packs._own_page_domain(request.env.user)
