from odoo import http
from odoo.http import request

from odoo.addons.subscription_rental.controllers.portal import PAGE
from odoo.addons.subscription_rental.controllers.portal_documents import (
    SubscriptionDocumentPortal,
)


class SlipPortal(SubscriptionDocumentPortal):
    """The slips of what the customer got and gave back (SE11)."""

    @http.route(
        f"{PAGE}/<int:subscription_id>/slip/<int:picking_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def rental_slip(self, subscription_id, picking_id, access_token=None, **_kwargs):
        """Return the slip of a handover or a return as a PDF file."""
        subscription = self._get_rental(subscription_id, access_token)
        slip = subscription._get_portal_slips().filtered(lambda one: one.id == picking_id)
        if not slip:
            raise request.not_found()
        report = "subscription_rental_stock.rental_slip_report"
        return self._send_pdf(report, slip, f"slip_{slip.name}")
