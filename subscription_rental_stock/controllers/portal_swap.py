from psycopg2.errors import UniqueViolation

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.subscription_rental.controllers.portal import PAGE

from .portal import GoodsPortal


class SwapPortal(GoodsPortal):
    """The portal page on which a customer asks for another unit (PL8)."""

    @http.route(
        f"{PAGE}/<int:subscription_id>/swap",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def rental_swap(self, subscription_id, access_token=None, **kwargs):
        """Show the form to ask for a swap; show why that is not possible, if so."""
        subscription = self._get_rental(subscription_id, access_token)
        values = self._prepare_swap_values(subscription, access_token, kwargs)
        values["error"] = subscription._get_swap_problem()
        return request.render("subscription_rental_stock.portal_swap", values)

    @http.route(
        f"{PAGE}/<int:subscription_id>/swap/ask",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_swap_ask(self, subscription_id, access_token=None, **kwargs):
        """Create the incident that asks for the swap, with the customer's photos."""
        subscription = self._get_rental(subscription_id, access_token)
        values = self._prepare_swap_values(subscription, access_token, kwargs)
        unit = subscription._get_out().filtered(lambda one: one.id == values["unit_id"])
        try:
            with request.env.cr.savepoint():
                photos = request.httprequest.files.getlist("photos")
                subscription._ask_for_swap(
                    unit, values["reason"], values["note"], self._read_photos(photos)
                )
        except (UserError, ValidationError, UniqueViolation) as error:
            values["units"] = subscription._get_units_to_swap()
            values["error"] = self._get_refusal(error)
            return request.render("subscription_rental_stock.portal_swap", values)
        return self._go_back(subscription, access_token, "swap")

    def _prepare_swap_values(self, subscription, access_token, kwargs):
        values = self._prepare_rental_values(subscription, access_token)
        return values | {
            "units": subscription._get_units_to_swap(),
            "unit_id": self._cast_as_int(kwargs.get("unit")),
            "reason": self._read_text(kwargs.get("reason"), 200).strip(),
            "note": self._read_text(kwargs.get("note"), 2000).strip(),
        }
