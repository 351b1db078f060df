import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

# A phone's photo has less.
LARGEST_PHOTO = 10 * 1024 * 1024
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")


class SubscriptionReading(models.Model):
    """Readings that others send: a file, the customer, another system (PL15)."""

    _inherit = "subscription.reading"

    photo = fields.Binary(attachment=True, copy=False, help="Of the counter.")

    @api.model
    def load(self, fields, data):
        """Import readings, and say so on each."""
        # Odoo's own key: what a file does not say.
        imported = self.with_context(default_source="imported")
        return super(SubscriptionReading, imported).load(fields, data)

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse photos that are none."""
        for vals in vals_list:
            self._check_photo(vals.get("photo"))
        return super().create(vals_list)

    @api.model
    def _check_photo(self, photo):
        """Raise ValidationError unless `photo` is a picture of a reasonable size."""
        if not photo:
            return
        try:
            content = base64.b64decode(photo, validate=True)
        except (binascii.Error, ValueError):
            content = b""
        if len(content) > LARGEST_PHOTO:
            raise ValidationError(
                self.env._("The photo is larger than 10 MB: send a smaller one.")
            )
        if guess_mimetype(content) not in PICTURES:
            raise ValidationError(
                self.env._("That is no photo: send a JPEG, PNG or WebP picture.")
            )


class SubscriptionMeter(models.Model):
    """Readings of a counter that come from outside."""

    _inherit = "subscription.meter"

    def add_reading(self, value=None, date=None, key=None, kind="read", **more):
        """Add what another system read; return the reading's id.

        With a `key` that came before, nothing is added, and its reading's id is returned:
        so a call that got no answer is made again. For RPC, with an API key of a clerk.

        :param value: what the counter shows
        :param date: the day on which it was read; empty is today
        :param kind: what happened: `read`, `replaced`, `ran_over` or `last`
        :param more: `restarts_at`, what the new counter shows, where it was replaced
        """
        self.ensure_one()
        readings = self.env["subscription.reading"]
        readings.check_access("create")
        self.check_access("read")
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ValidationError(
                self.env._("Give the number that the counter shows as `value`.")
            )
        known = key and readings.search([("meter_id", "=", self.id), ("key", "=", key)])
        if known:
            return known.id
        values = self._prepare_sent_vals(more)
        if date:
            values["date"] = date
        return readings.create(
            {
                **values,
                "meter_id": self.id,
                "value": value,
                "kind": kind,
                "key": key,
                "source": "api",
            }
        ).id

    def _prepare_sent_vals(self, more):
        """Return the values of a reading that another system sends, of what it says more.

        Raises ValidationError for what is unknown; an override knows more.
        """
        self.ensure_one()
        unknown = more.keys() - {"restarts_at"}
        if unknown:
            raise ValidationError(
                self.env._("A reading has no %(names)s.", names=", ".join(sorted(unknown)))
            )
        return dict(more)

    def _add_reading_of_customer(self, value, photo, **values):
        """Add what the customer read today; the caller knows whose counter it is."""
        self.ensure_one()
        return self.env["subscription.reading"].create(
            {
                **values,
                "meter_id": self.id,
                "date": self.company_id._subscription_today(),
                "value": value,
                "photo": photo,
                "source": "customer",
            }
        )
