import json
from hashlib import sha1

from werkzeug.urls import url_encode

from odoo import api, fields, models

from odoo.addons.payment_mollie.controllers.main import MollieController

from ..mollie import answers, checks, waiting
from .payment_provider import MOLLIE

# Paid by one who sits before the screen; the same reference may be sent otherwise.
ONLINE = ("online_redirect", "validation")
# What a first payment costs that is only made for its mandate; it is given back.
CENT = 0.01


class PaymentTransaction(models.Model):
    """First payments at Mollie: they make a customer, and a mandate to charge later."""

    _inherit = "payment.transaction"

    rental_look_at = fields.Datetime(
        string="Asked About At",
        readonly=True,
        copy=False,
        help="When the provider is asked what became of it, if nothing is heard before.",
        kept=True,
    )
    rental_charged_back = fields.Monetary(
        string="Taken Back by the Bank", readonly=True, copy=False, kept=True
    )
    _rental_look_idx = models.Index(
        "(company_id, rental_look_at) WHERE rental_look_at IS NOT NULL"
    )

    @api.model
    def _get_specific_create_values(self, provider_code, values):
        """Let first payments make a mandate, also by methods that Odoo does not keep."""
        own = super()._get_specific_create_values(provider_code, values)
        if provider_code != MOLLIE:
            return own
        now = fields.Datetime.now()
        charged = values.get("operation") in ("offline", "refund")
        wait = waiting.SOON if charged else waiting.SHORTEST
        own = {**own, "rental_look_at": now + wait}
        if values.get("operation") == "refund":
            # Money goes back also where the method was removed meanwhile.
            return own | {"token_id": False}
        return own | self._get_first_values(values)

    @api.model
    def _get_first_values(self, values):
        """Return what differs in a payment that makes a mandate; nothing for others."""
        provider = self.env["payment.provider"].browse(values["provider_id"])
        method = self.env["payment.method"].browse(values["payment_method_id"])
        if values.get("token_id") or not provider.allow_tokenization:
            return {}
        if values.get("operation") not in ONLINE or not method._is_kept_by(provider):
            return {}
        if values["operation"] == "validation":
            free = method.code in answers.FREE
            return {"tokenize": True, "amount": 0 if free else CENT}
        wanted = values.get("tokenize") or self._pays_collected_order(values)
        return {"tokenize": bool(wanted)}

    @api.model
    def _pays_collected_order(self, values):
        """Return whether an order is paid whose plan is collected later."""
        commands = values.get("sale_order_ids") or []
        ids = self._fields["sale_order_ids"].convert_to_cache(commands, self)
        # Customers pay without rights on plans.
        return self.env["sale.order"].sudo().browse(ids)._has_collected_plan()

    # === requests === #

    def _send_api_request(self, method, endpoint, **kwargs):
        """Name what is sent to Mollie, so that it is done once if it is sent twice."""
        if self.provider_code == MOLLIE and method == "POST":
            scope = self._get_mollie_scope(endpoint, kwargs.get("json"))
            kwargs["mollie_key"] = self.provider_id._get_mollie_key(scope)
        return super()._send_api_request(method, endpoint, **kwargs)

    def _get_mollie_scope(self, endpoint, payload):
        """Return what a request does, in words that are the same each time it is sent.

        A payment that a customer began and we lost may begin again by another method: the
        same reference is another payment then. What is charged without a customer is not.
        """
        self.ensure_one()
        scope = f"{endpoint}/{self.reference}"
        if self.operation not in ONLINE:
            return scope
        text = json.dumps(payload, sort_keys=True)
        return f"{scope}/{sha1(text.encode(), usedforsecurity=False).hexdigest()}"

    def _ask_mollie(self, endpoint, **params):
        """Return what Mollie tells when it is asked; this changes nothing there.

        It is no request of the charge: whether it fails says nothing of the charge.
        """
        self.ensure_one()
        return self.provider_id._send_api_request(
            "GET", endpoint, params=params or None, reference=self.reference
        )

    def _mollie_prepare_payment_request_payload(self):
        """Ask for a mandate with a first payment; name the transaction in each payment."""
        payload = super()._mollie_prepare_payment_request_payload()
        query = url_encode({"ref": self.reference})
        payload["redirectUrl"] = f"{payload['redirectUrl'].split('?')[0]}?{query}"
        payload |= self._prepare_mollie_known()
        if not payload.get("webhookUrl"):
            payload.pop("webhookUrl", None)
        if self.tokenize:
            payload |= {
                "sequenceType": "first",
                "customerId": self._get_mollie_customer(),
            }
        return payload

    def _prepare_mollie_known(self):
        """Return what each payment at Mollie says of the transaction behind it."""
        self.ensure_one()
        base = self.provider_id.get_base_url()
        query = url_encode({"ref": self.reference})
        address = f"{base}{MollieController._webhook_url}?{query}"
        return {
            "metadata": {"reference": self.reference},
            # Mollie refuses an address that it cannot reach; the job asks then.
            "webhookUrl": address if checks.is_reachable(base) else None,
        }

    def _get_mollie_customer(self):
        """Return what Mollie calls the customer of this transaction."""
        self.ensure_one()
        return self.env["subscription.mollie.customer"]._find_or_make(
            self.partner_id.commercial_partner_id, self.provider_id
        )

    def _get_specific_rendering_values(self, processing_values):
        """Forget a customer whom Mollie knows no more: the next try makes a new one."""
        values = super()._get_specific_rendering_values(processing_values)
        if self.provider_code == MOLLIE and self.tokenize and self.state == "error":
            self.env["subscription.mollie.customer"]._forget_unknown(
                self.partner_id.commercial_partner_id, self.provider_id
            )
        return values

    # === the mandate === #

    def _extract_token_values(self, payment_data):
        """Return the values of the method that the mandate of a paid payment stands for.

        The method is the mandate's: who paid by iDEAL is debited by SEPA.
        """
        if self.provider_code != MOLLIE:
            return super()._extract_token_values(payment_data)
        customer, mandate = payment_data.get("customerId"), payment_data.get("mandateId")
        if not (customer and mandate):
            # Mollie makes it a moment later: it is asked again.
            return {}
        path = f"/customers/{customer}/mandates/{mandate}"
        told = answers.mandate(self._ask_mollie(path))
        method = self._find_mandate_method(told["kind"])
        return {
            "provider_ref": f"{customer}/{mandate}",
            "payment_method_id": method.id,
            "payment_details": told["digits"],
            "rental_expiry": told["expiry"],
            "rental_mandate_reference": told["reference"],
            "rental_signed_on": told["signed_on"],
            "rental_is_test": not self.provider_id._is_mollie_live(),
        }

    def _find_mandate_method(self, kind):
        """Return Odoo's method of a mandate of this kind."""
        if kind == checks.DEBIT:
            return self.env.ref("payment.payment_method_sepa_direct_debit")
        return self.payment_method_id

    def _tokenize(self, payment_data):
        """Store the method; follow it up also if it comes later than the payment."""
        result = super()._tokenize(payment_data)
        if self.provider_code == MOLLIE and self.token_id:
            self._plan_look()
            self.is_post_processed = False
        return result
