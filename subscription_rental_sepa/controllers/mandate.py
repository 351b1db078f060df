from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request
from odoo.tools import consteq

from ..models.payment_provider import CODE
from ..sepa.mandates import B2B, CORE

# What is typed into the form, and how long it may be.
FIELDS = {
    "iban": 50,
    "bic": 20,
    "holder": 70,
    "signed_name": 70,
    "place": 70,
    "lang": 20,
}


class SepaMandate(http.Controller):
    """Where a customer signs a mandate, on the page that registers payment methods."""

    @http.route("/subscriptions/sepa/sign", type="jsonrpc", auth="public")
    def sepa_sign(self, reference=None, key=None, accepted=None, **typed):
        """Make the mandate that was signed on the form of one transaction.

        :param key: what the form of that transaction was given, and nobody else was
        """
        transaction = self._get_signing(reference, key)
        values = self._check_typed_mandate(typed)
        business = typed.get("business") is True
        if business:
            transaction._check_business_signing()
        if accepted is not True:
            raise ValidationError(
                request.env._("Tick the box: without your signature there is no mandate.")
            )
        mandates = request.env["subscription.sepa.mandate"].sudo()
        mandates._check_iban(values["iban"])
        lang = self._get_shown_lang(values.pop("lang"), transaction.partner_id)
        draft = mandates.with_context(lang=lang).new(
            {
                "company_id": transaction.company_id,
                "scheme": B2B if business else CORE,
            }
        )
        data = {
            "reference": reference,
            "address": request.httprequest.remote_addr,
            "text": draft._get_agreed_text(),
            "business": business,
            **values,
        }
        transaction._process(CODE, data)
        transaction._post_process()
        return True

    @staticmethod
    def _get_signing(reference, key):
        """Return the transaction that this visitor was given the key of, else not found."""
        transactions = request.env["payment.transaction"].sudo()
        found = transactions.search(
            [("reference", "=", str(reference or "")), ("provider_code", "=", CODE)]
        )
        if len(found) != 1 or not consteq(str(key or ""), found._get_sepa_key()):
            raise request.not_found()
        return found

    @staticmethod
    def _get_shown_lang(told, partner):
        """Return the language in which the page showed the mandate."""
        known = dict(request.env["res.lang"].get_installed())
        return told if told in known else partner.lang or request.env.lang

    @staticmethod
    def _check_typed_mandate(typed):
        """Return what was typed, as text; raise ValidationError where a part is missing."""
        values = {
            name: str(typed.get(name) or "").strip()[:length]
            for name, length in FIELDS.items()
        }
        if not all(values[name] for name in ("iban", "holder", "signed_name")):
            raise ValidationError(
                request.env._("Type the account, who holds it, and your name.")
            )
        return values
