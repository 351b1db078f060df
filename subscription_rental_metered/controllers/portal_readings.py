import base64
import re

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.subscription_rental.controllers.portal import PAGE, SubscriptionPortal

NUMBER = re.compile(r"[0-9]{1,15}([.,][0-9]{1,6})?")
THOUSANDS = re.compile(r"[0-9]{1,3}([.,][0-9]{3})+")


class ReadingPortal(SubscriptionPortal):
    """The customer says what a counter shows, with a photo of it (PL15)."""

    @http.route(
        f"{PAGE}/<int:subscription_id>/readings",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def rental_readings(self, subscription_id, access_token=None, **kwargs):
        """Show the counters of a subscription, and what was read last."""
        subscription = self._get_metered(subscription_id, access_token)
        done = kwargs.get("done")
        return self._render_readings(
            subscription, access_token, is_done=bool(done), is_checked=done == "check"
        )

    @http.route(
        f"{PAGE}/<int:subscription_id>/readings",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_read(self, subscription_id, access_token=None, **kwargs):
        """Add what the customer read; show why not, if that cannot be."""
        subscription = self._get_metered(subscription_id, access_token)
        try:
            with request.env.cr.savepoint():
                reading = self._add_reading(subscription, kwargs)
        except (UserError, ValidationError) as error:
            return self._render_readings(
                subscription, access_token, error=str(error), typed=kwargs.get("value")
            )
        query = "?done=check" if reading.to_check else "?done=1"
        if access_token:
            query += f"&access_token={access_token}"
        return request.redirect(f"{subscription.access_url}/readings{query}")

    def _get_metered(self, subscription_id, access_token):
        """Return the visitor's subscription; raise 404 for another's, or without use."""
        subscription = self._get_rental(subscription_id, access_token)
        if not subscription.meter_ids:
            raise request.not_found()
        return subscription

    def _add_reading(self, subscription, kwargs):
        """Add the reading that a form brings, of one of its counters, and return it."""
        wanted = self._cast_as_int(kwargs.get("meter_id"))
        meter = subscription.meter_ids.filtered(lambda one: one.id == wanted)
        value = self._read_number(kwargs.get("value"), meter.decimals)
        if not meter or value is None:
            raise ValidationError(
                request.env._("Type the number that the counter shows, in digits.")
            )
        photo = self._read_photo(kwargs.get("photo"))
        more = self._read_reading(kwargs)
        return meter._add_reading_of_customer(value, photo, **more)

    def _read_reading(self, kwargs):  # noqa: ARG002
        """Return what a form says of a reading beside its number and photo.

        Runs when a customer sends the form; an override reads its own fields.
        """
        return {}

    @staticmethod
    def _read_number(text, decimals):
        """Return the number that a customer typed, None if it is none.

        "12.500" and "12,500" are twelve thousand, but on a counter with three decimals.
        """
        typed = re.sub(r"[\s'\u2019]", "", str(text or ""))
        if decimals < 3 and THOUSANDS.fullmatch(typed):
            typed = re.sub(r"[.,]", "", typed)
        if not NUMBER.fullmatch(typed):
            return None
        return float(typed.replace(",", "."))

    @staticmethod
    def _read_photo(upload):
        """Return the bytes of an uploaded photo, in base64; nothing without one."""
        content = upload.read() if hasattr(upload, "read") else b""
        return base64.b64encode(content) if content else False

    def _render_readings(self, subscription, access_token, **values):
        """Return the page of a subscription's counters."""
        values |= self._prepare_rental_values(subscription, access_token)
        return request.render("subscription_rental_metered.portal_readings", values)
