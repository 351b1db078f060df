import uuid
from hashlib import sha1

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import urls

from ..mollie import checks

MOLLIE = "mollie"
ADDRESS = "https://api.mollie.com/v2/"


class PaymentProvider(models.Model):
    """Mollie keeps payment methods and gives money back, beside what Odoo does with it."""

    _inherit = "payment.provider"

    rental_mollie_mode = fields.Selection(
        [("test", "Test: no money moves"), ("live", "Live: money moves")],
        string="Mode of the Key",
        compute="_compute_rental_mollie_mode",
    )

    @api.depends("mollie_api_key", "code")
    def _compute_rental_mollie_mode(self):
        for provider in self:
            live = "live" if provider._is_mollie_live() else "test"
            # What mode it is may be known to who sees the provider.
            known = provider.code == MOLLIE and provider.sudo().mollie_api_key
            provider.rental_mollie_mode = known and live

    def _compute_feature_support_fields(self):
        result = super()._compute_feature_support_fields()
        ours = self.filtered(lambda one: one.code == MOLLIE)
        ours.update({"support_tokenization": True, "support_refund": "partial"})
        return result

    def _get_validation_currency(self):
        """Return the company's own currency, where Mollie and the method take it."""
        own = self.company_id.currency_id
        method = self.env.context.get("validation_pm")
        known = not method or own in (method.supported_currency_ids or own)
        if self.code == MOLLIE and known and own in self._get_supported_currencies():
            return own
        return super()._get_validation_currency()

    @api.constrains("state", "code", "mollie_api_key")
    def _check_mollie_key(self):
        for provider in self.filtered(lambda one: one.code == MOLLIE):
            if not checks.fits(provider.sudo().mollie_api_key, provider.state):
                raise ValidationError(
                    self.env._(
                        "Mollie's keys begin with live_ or test_: the first is for the "
                        "state Enabled, the other for Test Mode. Exchange one of them."
                    )
                )

    def write(self, vals):
        """Forget the customers at Mollie when its key is another one: it may not know them.

        Who pays next is made a customer again.
        """
        changed = self.browse()
        if "mollie_api_key" in vals:
            key = vals["mollie_api_key"]
            changed = self.filtered(lambda one: one.sudo().mollie_api_key != key)
        result = super().write(vals)
        if changed:
            customers = self.env["subscription.mollie.customer"].sudo()
            customers.search([("provider_id", "in", changed.ids)]).unlink()
        return result

    def _is_mollie_live(self):
        """Return whether money moves with the key of this provider."""
        self.ensure_one()
        return checks.is_live(self.sudo().mollie_api_key)

    # === requests === #

    @api.model
    def _get_mollie_address(self):
        """Return the address below which Mollie's interface is found."""
        return ADDRESS

    def _build_request_url(self, endpoint, **kwargs):
        if self.code != MOLLIE:
            return super()._build_request_url(endpoint, **kwargs)
        return urls.urljoin(self._get_mollie_address(), endpoint.strip("/"))

    def _build_request_headers(self, *args, mollie_key=None, **kwargs):
        """Name the request, so that Mollie does it once if it comes twice."""
        headers = super()._build_request_headers(*args, **kwargs)
        if self.code == MOLLIE and mollie_key:
            headers["Idempotency-Key"] = mollie_key
        return headers

    def _parse_response_content(self, response, **kwargs):
        """Return nothing where Mollie answers nothing, as when something is deleted."""
        if self.code == MOLLIE and not response.content:
            return {}
        return super()._parse_response_content(response, **kwargs)

    @api.model
    def _get_mollie_key(self, scope):
        """Return the key of the request that does `scope`: the same whenever it is sent."""
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        digest = sha1(f"{database}/{scope}".encode(), usedforsecurity=False).hexdigest()
        return str(uuid.UUID(hex=digest[:32], version=4))

    # === the connection, tested === #

    def action_rental_mollie_check(self):
        """Ask Mollie what this key can do; show what is missing, and where to change it."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Administrators test the connection."))
        return self.env["subscription.mollie.check"]._open_check(self)
