from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.subscription_rental.controllers.portal import PAGE

from .portal import GoodsPortal

INCIDENT = f"{PAGE}/<int:subscription_id>/incident/<int:incident_id>"


class IncidentPortal(GoodsPortal):
    """The page of one incident: what became of it, its thread and its photos (PO2)."""

    @http.route(INCIDENT, type="http", auth="public", website=True, methods=["GET"])
    def rental_incident_page(
        self, subscription_id, incident_id, access_token=None, message=None, **_kwargs
    ):
        """Show one incident of the subscription."""
        incident = self._get_incident(subscription_id, incident_id, access_token)
        return self._render_incident(incident, access_token, message=message)

    @http.route(
        f"{INCIDENT}/answer", type="http", auth="public", website=True, methods=["POST"]
    )
    def rental_incident_answer(
        self, subscription_id, incident_id, access_token=None, **kwargs
    ):
        """Keep what the customer answers, with photos; show why not, if it is refused."""
        incident = self._get_incident(subscription_id, incident_id, access_token)
        text = self._read_text(kwargs.get("text"), 2000).strip()
        try:
            photos = self._read_photos(request.httprequest.files.getlist("photos"))
            if not text and not photos:
                raise UserError(request.env._("Write something, or add a photo, please."))
            with request.env.cr.savepoint():
                incident._hear_customer(text, photos)
        except UserError as error:
            return self._render_incident(
                incident, access_token, error=str(error), text=text
            )
        path = f"{incident.subscription_id.access_url}/incident/{incident.id}"
        token = f"&access_token={access_token}" if access_token else ""
        return request.redirect(f"{path}?message=answer{token}")

    def _get_incident(self, subscription_id, incident_id, access_token):
        """Return the visitor's incident, as the system; raise 404 for another's."""
        subscription = self._get_rental(subscription_id, access_token)
        incident = subscription._get_portal_incidents().filtered(
            lambda one: one.id == incident_id
        )
        if not incident:
            raise request.not_found()
        return incident

    def _render_incident(
        self, incident, access_token, *, message=None, error=None, text=""
    ):
        """Return the page of an incident, with what was sent just now."""
        subscription = incident.subscription_id
        pictures = incident._get_pictures()
        tokens = pictures.generate_access_token()
        values = self._prepare_rental_values(subscription, access_token)
        values |= {
            "incident": incident,
            "pictures": pictures,
            "picture_tokens": dict(zip(pictures, tokens, strict=True)),
            # The thread is read by the link's secret: customers have no rights on it.
            "thread_token": subscription._portal_ensure_token(),
            "page_name": "rental_incident",
            "message": message,
            "error": error,
            "text": text,
        }
        return request.render("subscription_rental_stock.portal_incident_page", values)
