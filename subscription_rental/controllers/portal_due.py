from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.portal.subscription_due_portal import SORTS
from .portal import SubscriptionPortal

PAGE = "/my/due-dates"


class DueDatePortal(SubscriptionPortal):
    """The customer's due dates: how long each runs, and renewing it (DD8)."""

    def _prepare_home_portal_values(self, counters):
        """Count the customer's due dates that can be renewed or run yet."""
        values = super()._prepare_home_portal_values(counters)
        if "rental_due_count" in counters:
            # Customers have no rights on due dates: the domain is theirs.
            rows = request.env["subscription.due.date"].sudo()
            own = rows._portal_domain(request.env.user)
            values["rental_due_count"] = rows.search_count(own)
        return values

    @http.route([PAGE, f"{PAGE}/page/<int:page>"], type="http", auth="user", website=True)
    def rental_due_list(self, page=1, sortby=None, **_kwargs):
        """Show what the customer holds, what is due first on top."""
        rows = request.env["subscription.due.date"].sudo()
        domain = rows._portal_domain(request.env.user)
        sortby = sortby if sortby in SORTS else "due"
        pager = portal_pager(
            url=PAGE,
            url_args={"sortby": sortby},
            total=rows.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = rows.search(
            domain, order=SORTS[sortby], limit=self._items_per_page, offset=pager["offset"]
        )
        values = self._prepare_portal_layout_values()
        values |= {
            "rows": found,
            "amounts": found._get_amounts_shown(),
            "renewable": found._filter_renewable(),
            "page_name": "rental_due_dates",
            "pager": pager,
            "default_url": PAGE,
            "sortby": sortby,
            "searchbar_sortings": self._get_due_sortings(),
        }
        return request.render("subscription_rental.portal_due_dates", values)

    @http.route(f"{PAGE}/<int:row_id>", type="http", auth="public", website=True)
    def rental_due_page(self, row_id, access_token=None, **_kwargs):
        """Show one due date, as it stands now: renewed up to, to be paid, or to renew."""
        row = self._get_due(row_id, access_token)
        if row.subscription_id:
            # Whose page that is, it says itself.
            return request.redirect(row.subscription_id.access_url)
        return self._render_due(row, access_token)

    @http.route(
        f"{PAGE}/<int:row_id>/renew",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_due_renew(self, row_id, access_token=None, **_kwargs):
        """Lead to the payment that renews; show why not, if that is not possible."""
        row = self._get_due(row_id, access_token)
        try:
            with request.env.cr.savepoint():
                url = row._begin_renewal(row.company_id._subscription_today())
        except (UserError, ValidationError) as error:
            return self._render_due(row, access_token, error=str(error))
        # What is under way has no page to pay: this one says so.
        back = f"{row.access_url}?access_token={access_token}" if access_token else ""
        return request.redirect(url or back or row.access_url)

    # === what they share === #

    @staticmethod
    def _get_due_sortings():
        """Return the orders of the list, as the customer reads them."""
        labels = {
            "due": request.env._("Due Date"),
            "name": request.env._("Description"),
            "amount": request.env._("Amount"),
        }
        return {name: {"label": labels[name]} for name in SORTS}

    def _get_due(self, row_id, access_token):
        """Return the visitor's due date, as the system; raise 404 for another's."""
        row = request.env["subscription.due.date"].sudo().browse(row_id).exists()
        if not row or not row._belongs_to_visitor(request.env.user, access_token):
            # Whether it exists is nobody else's business.
            raise request.not_found()
        return row

    def _render_due(self, row, access_token, error=None):
        """Return the page of a due date; of one that was renewed, the latest stands on it.

        :param row: the due date that the visitor may see, and its link opens
        """
        chain = row._get_chain()
        latest = chain[:1]
        today = latest.company_id._subscription_today()
        waiting = latest._get_waiting()
        # The link of a former one shows what came of it, and renews nothing.
        is_own = latest._belongs_to_visitor(request.env.user, access_token)
        values = self._prepare_portal_layout_values()
        values |= {
            "row": latest,
            "chain": chain,
            "is_renewed": latest != row,
            "amounts": latest._get_amounts_shown(),
            "can_renew": is_own and not waiting and latest._lets_renew(today),
            "waiting": is_own and waiting,
            "pay_url": is_own and waiting and latest._get_pay_path(waiting),
            "today": today,
            "page_name": "rental_due_date",
            "access_token": access_token,
            "res_company": latest.company_id,
            "error": error,
        }
        return request.render("subscription_rental.portal_due_date", values)
