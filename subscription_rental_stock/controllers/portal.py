import base64

from psycopg2.errors import UniqueViolation

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import content_disposition, request
from odoo.tools.image import ImageProcess

from odoo.addons.subscription_rental.controllers.portal import PAGE, SubscriptionPortal

from .pictures import is_picture

# A wish for another unit has a page of its own, if the plan has it.
KINDS = ("lost", "stolen", "broken")
PHOTOS = 5
PHOTO_SIZE = 10 * 2**20


class GoodsPortal(SubscriptionPortal):
    """Portal pages on the customer's units and their incidents (PO1, PO2)."""

    @http.route("/my/units/<int:lot_id>", type="http", auth="user", website=True)
    def rental_unit(self, lot_id, **_kwargs):
        """Open the page to report what happened to a unit, or of what was reported.

        Its QR label leads here.
        """
        unit = request.env["stock.lot"].sudo().browse(lot_id).exists()
        subscription = unit.rental_subscription_id
        if not subscription or not subscription._belongs_to_visitor(request.env.user, None):
            # Whose it is is nobody else's business.
            raise request.not_found()
        held = unit.rental_assignment_ids.filtered(lambda one: not one.date_to)
        if incident := subscription._get_open_incident(held):
            return request.redirect(f"{subscription.access_url}/incident/{incident.id}")
        return request.redirect(f"{subscription.access_url}/incident?unit={held[:1].id}")

    @http.route(
        f"{PAGE}/<int:subscription_id>/return_label/<int:picking_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def rental_return_label(
        self, subscription_id, picking_id, access_token=None, **_kwargs
    ):
        """Send the label of a return of this subscription, while it is asked for."""
        subscription = self._get_rental(subscription_id, access_token)
        picking = subscription._get_open_returns().filtered(
            lambda one: one.id == picking_id
        )
        if not picking:
            raise request.not_found()
        try:
            name, content, kind = picking._print_return_label()
        except UserError:
            values = self._prepare_rental_values(subscription, access_token)
            values["error"] = request.env._(
                "The label cannot be printed just now: try again later, or ask us for it."
            )
            return request.render("subscription_rental.portal_subscription", values)
        headers = [
            ("Content-Type", "application/pdf" if kind == "pdf" else "text/html"),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers=headers)

    @http.route(
        f"{PAGE}/<int:subscription_id>/incident",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def rental_incident(self, subscription_id, access_token=None, **kwargs):
        """Show the form to report an incident of a unit."""
        subscription = self._get_rental(subscription_id, access_token)
        values = self._prepare_incident_values(subscription, access_token, kwargs)
        return request.render("subscription_rental_stock.portal_incident", values)

    @http.route(
        f"{PAGE}/<int:subscription_id>/incident/report",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_incident_report(self, subscription_id, access_token=None, **kwargs):
        """Create the incident that the customer reports, with its photos."""
        subscription = self._get_rental(subscription_id, access_token)
        try:
            with request.env.cr.savepoint():
                photos = request.httprequest.files.getlist("photos")
                incident = self._create_incident(subscription, kwargs, photos)
        except (UserError, ValidationError, UniqueViolation) as error:
            values = self._prepare_incident_values(subscription, access_token, kwargs)
            values["error"] = self._get_refusal(error)
            return request.render("subscription_rental_stock.portal_incident", values)
        token = f"&access_token={access_token}" if access_token else ""
        return request.redirect(
            f"{subscription.access_url}/incident/{incident.id}?message=incident{token}"
        )

    @http.route(
        f"{PAGE}/<int:subscription_id>/incident/<int:incident_id>/sign",
        type="jsonrpc",
        auth="public",
        website=True,
    )
    def rental_incident_sign(
        self, subscription_id, incident_id, access_token=None, name=None, signature=None
    ):
        """Keep the customer's signature for the replacement."""
        # The form of signatures sends the link's token in its address.
        access_token = access_token or request.httprequest.args.get("access_token")
        subscription = self._get_rental(subscription_id, access_token)
        incident = subscription._get_portal_incidents().filtered(
            lambda one: one.id == incident_id
        )
        waits = incident.state == "decided" and incident.replacement_picking_id
        if not waits or incident.signature or not signature or not name:
            return {"error": request.env._("There is nothing to sign here.")}
        if not self._is_picture(signature):
            return {"error": request.env._("This is no signature.")}
        signer = self._read_text(name, 100)
        incident.write({"signature": signature, "signed_by": signer})
        here = incident.with_env(incident.subscription_id._in_office_language().env)
        here._message_log(body=here.env._("Signed in the portal by %(name)s.", name=signer))
        return {"force_refresh": True, "redirect_url": subscription.get_portal_url()}

    @staticmethod
    def _is_picture(encoded):
        """Return whether this is a picture, in base64."""
        try:
            return bool(ImageProcess(base64.b64decode(encoded, validate=True)).image)
        except (TypeError, ValueError, UserError):
            return False

    def _prepare_incident_values(self, subscription, access_token, kwargs):
        values = self._prepare_rental_values(subscription, access_token)
        return values | {
            "page_name": "rental_subscription",
            "units": subscription._get_units_to_report(),
            "unit_id": self._cast_as_int(kwargs.get("unit")),
            "kind": kwargs.get("kind"),
            "description": self._read_text(kwargs.get("description"), 2000),
        }

    def _create_incident(self, subscription, kwargs, photos):
        """Return the customer's new incident; refuse one without unit or kind."""
        chosen = self._cast_as_int(kwargs.get("unit"))
        unit = subscription._get_out().filtered(lambda one: one.id == chosen)
        subscription._check_unreported(unit)
        kind = kwargs.get("kind")
        if not unit or kind not in KINDS:
            raise UserError(
                request.env._("Choose the unit, and what happened to it, please.")
            )
        today = subscription.company_id._subscription_today()
        incident = (
            request.env["subscription.incident"]
            .sudo()
            .create(
                {
                    "assignment_id": unit.id,
                    "kind": kind,
                    "date": today,
                    "description": self._read_text(kwargs.get("description"), 2000),
                }
            )
        )
        incident._hear_customer(incident.description, self._read_photos(photos))
        incident._tell_owner()
        return incident

    @staticmethod
    def _get_refusal(error):
        """Return what the customer is told of a report that was not kept."""
        if isinstance(error, UniqueViolation):
            # Of two clicks at the same moment the index lets one pass.
            return request.env._("You told us of it already: we look into it.")
        return str(error)

    @classmethod
    def _read_photos(cls, photos):
        """Return [(name, content)] of the pictures that were sent.

        Raise UserError, as a sentence to the customer, where they are too many or too big,
        or are no pictures.
        """
        read = []
        for photo in photos:
            content = photo.read(PHOTO_SIZE + 1)
            if not content:
                continue
            if len(read) == PHOTOS:
                raise UserError(
                    request.env._(
                        "Send %(count)s pictures at most at a time.", count=PHOTOS
                    )
                )
            if len(content) > PHOTO_SIZE or not is_picture(content):
                raise UserError(request.env._("Send pictures, of 10 MB at most each."))
            read.append((cls._read_text(photo.filename, 100) or "photo", content))
        return read
