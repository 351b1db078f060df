from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class SalePortal(CustomerPortal):
    """The customer's page of a quotation."""

    def _document_check_access(self, model_name, document_id, access_token=None):
        """Refuse what can be no number and no token, as if there were none."""
        if type(document_id) is not int:
            raise MissingError(request.env._("This document does not exist."))
        typed = isinstance(access_token, str) and access_token.isascii()
        return super()._document_check_access(
            model_name, document_id, access_token=access_token if typed else None
        )

    @http.route()
    def portal_order_page(self, order_id, access_token=None, **kwargs):
        """Show a quotation with the amounts of today: what is signed is what is shown."""
        try:
            order = self._document_check_access(
                "sale.order", order_id, access_token=access_token
            )
        except (AccessError, MissingError):
            # The page itself says so.
            order = None
        if order:
            order._refresh_rental_prices()
        return super().portal_order_page(order_id, access_token=access_token, **kwargs)

    def _get_payment_values(self, order_sudo, **kwargs):
        """Lead back from the payment to the due date that it renews (DD8)."""
        values = super()._get_payment_values(order_sudo, **kwargs)
        page = order_sudo._get_renewed_page()
        return values | {"landing_route": page} if page else values
