from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.subscription_rental.billing import collection
from odoo.addons.subscription_rental.models.collection.payment_transaction_decided import (
    MANAGERS,
)

from ..mollie import answers, waiting
from .payment_provider import MOLLIE

# So many payments are in one answer of Mollie, and so many answers are read.
PAGE, PAGES = 250, 20


class PaymentTransaction(models.Model):
    """Payments of which nothing is heard: Mollie is asked what became of them (BI14)."""

    _inherit = "payment.transaction"

    def action_rental_look_up(self):
        """Ask Mollie now what became of these charges."""
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(self.env._("A subscription manager looks it up."))
        self.check_access("read")
        system = self.sudo()
        if any(one.provider_code != MOLLIE for one in system):
            raise UserError(self.env._("Mollie is asked about its own payments."))
        for one in system:
            one._look_up(one.company_id._subscription_today())

    def _look_up(self, today):
        """Ask Mollie what became of this transaction; follow up what is known now."""
        self.ensure_one()
        before = self.rental_outcome
        if self._is_open_at_mollie():
            if self.provider_reference:
                self._look_up_known()
            else:
                self._look_up_lost()
        self._plan_look()
        told = self.rental_outcome not in (before, *collection.OPEN)
        if told and self.operation == "offline":
            self._end_charge(today)

    def _look_up_known(self):
        """Ask about a payment or a refund whose name at Mollie is known."""
        path = f"/payments/{self.provider_reference}"
        if self.operation == "refund":
            path = f"{self._get_refunds_path()}/{self.provider_reference}"
        self._take_mollie_payment(self._ask_mollie(path))

    def _look_up_lost(self):
        """Find out whether Mollie took a request whose answer was lost.

        While Mollie knows its key the same request is sent again: it is done once. Later
        that would be another payment: it is looked for in Mollie's lists.
        """
        now, sent = fields.Datetime.now(), self.create_date
        if waiting.may_send_again(sent, now):
            self._send_again()
            return
        found = self._find_at_mollie()
        if found:
            self._take_mollie_payment(found)
        elif waiting.is_listed(sent, now):
            # It never got there: the next run asks again, as another charge.
            self._write_kept({"rental_doubt": collection.UNREACHED})
            self._set_error(self.env._("Mollie has never got it."))
        else:
            self._stay_unknown()

    def _send_again(self):
        """Send the same request with the same key; a doubt stays one if that fails, too."""
        try:
            if self.operation == "refund":
                self._send_refund_request()
            else:
                self._send_payment_request()
        except ValidationError as error:
            if self.rental_doubt and self.rental_reason != answers.WAITS:
                self._stay_unknown()
            else:
                self._set_error(str(error))

    def _stay_unknown(self):
        """Leave it in doubt what became of the first request, and ask a person."""
        self._doubt(self.env._("Mollie did not say what became of it."))
        # Who was not reached now may have been reached before.
        self._write_kept({"rental_doubt": collection.UNKNOWN})

    def _find_at_mollie(self):
        """Return the payment or refund at Mollie that bears our reference, or None."""
        self.ensure_one()
        if self.operation == "refund":
            return answers.named(self._list_refunds(), self.reference)
        customer = self.token_id.provider_ref.partition("/")[0]
        after = {}
        for _page in range(PAGES):
            listed = self._ask_mollie(
                f"/customers/{customer}/payments", limit=PAGE, **after
            )
            rows = (listed.get("_embedded") or {}).get("payments") or []
            found = answers.named(rows, self.reference)
            if found or len(rows) < PAGE:
                return found
            after = {"from": rows[-1]["id"]}
        return None
