from datetime import timedelta

from odoo import models
from odoo.exceptions import ValidationError

from odoo.addons.payment.const import CURRENCY_MINOR_UNITS
from odoo.addons.subscription_rental.billing import collection

from ..mollie import answers
from .payment_provider import MOLLIE
from .payment_token import GONE, PENDING


class PaymentTransaction(models.Model):
    """Charges of mandates at Mollie, with nobody before the screen."""

    _inherit = "payment.transaction"

    def _send_payment_request(self):
        """Charge the mandate; where that is refused, ask what became of the mandate."""
        if self.provider_code != MOLLIE:
            return super()._send_payment_request()
        try:
            data = self._send_api_request(
                "POST", "/payments", json=self._prepare_mollie_charge()
            )
        except ValidationError:
            if not self.rental_doubt:
                self._ask_about_mandate()
            raise
        return self._take_mollie_payment(data)

    def _prepare_mollie_charge(self):
        """Return the request that charges this transaction's mandate."""
        self.ensure_one()
        customer, _slash, mandate = self.token_id.provider_ref.partition("/")
        payload = {
            "description": self.reference,
            "amount": self._get_mollie_amount(),
            "sequenceType": "recurring",
            "customerId": customer,
            "mandateId": mandate,
            **self._prepare_mollie_known(),
        }
        return {name: value for name, value in payload.items() if value is not None}

    def _get_mollie_amount(self):
        """Return the amount of this transaction as Mollie writes it, never negative."""
        self.ensure_one()
        name = self.currency_id.name
        digits = CURRENCY_MINOR_UNITS.get(name, self.currency_id.decimal_places)
        return {"currency": name, "value": f"{abs(self.amount):.{digits}f}"}

    def _take_mollie_payment(self, data):
        """Note which payment at Mollie this is, and what Mollie says of it."""
        self.ensure_one()
        self.provider_reference = data["id"]
        self._process(MOLLIE, data)

    def _ask_about_mandate(self):
        """Archive a mandate that is lost; wait until tomorrow for one that is not ready."""
        self.ensure_one()
        state = self.token_id._ask_mollie_state()
        if state == GONE:
            self._keep_reason({"code": answers.LOST})
            self.token_id._lose_mandate()
        elif state == PENDING and self.rental_invoice_id:
            self._write_kept(
                {"rental_doubt": collection.UNREACHED, "rental_reason": answers.WAITS}
            )

    def _end_charge(self, today):
        """Ask tomorrow, not within the hour, for what waits for the customer's bank."""
        result = super()._end_charge(today)
        waits = self.rental_outcome == collection.UNREACHED
        if waits and self.rental_reason == answers.WAITS:
            self.rental_invoice_id._collect_on(today + timedelta(days=1))
        return result
