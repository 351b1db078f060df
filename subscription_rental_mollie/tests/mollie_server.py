"""A Mollie of our own: it keeps state, and may be slow, silent, wrong, or call late."""

import itertools
import threading
from http.server import ThreadingHTTPServer

from .mollie_pages import Handler

KEY = "test_key"


class Mollie(ThreadingHTTPServer):
    """Customers, mandates, payments, refunds and chargebacks, as Mollie keeps them.

    `troubles` are what happens to the next requests, one each: what is not named there is
    answered well. `calls` are the webhooks that Mollie would make: whoever tests makes
    them when and as often as they like.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self._numbers = itertools.count(1)
        self.customers, self.mandates, self.payments = {}, {}, {}
        self.refunds, self.chargebacks, self.remembered = {}, {}, {}
        self.troubles, self.calls, self.requests = [], [], []
        self.first = {"ideal", "bancontact", "creditcard", "paypal"}
        self.recurring = {"directdebit", "creditcard", "paypal"}
        self.key = KEY
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self):
        """Return the address of the interface."""
        return f"http://127.0.0.1:{self.server_port}/v2/"

    def stop(self):
        """Listen no more."""
        self.shutdown()
        self.server_close()
        self._thread.join()

    def forget(self):
        """Know nothing of another test, whose references were the same."""
        for known in (
            self.customers,
            self.mandates,
            self.payments,
            self.refunds,
            self.chargebacks,
            self.remembered,
            self.troubles,
            self.calls,
            self.requests,
        ):
            known.clear()

    def number(self, kind):
        """Return a new identification."""
        return f"{kind}_{next(self._numbers):06d}"

    # === what happens at banks === #

    def pay(self, payment, **details):
        """Let the customer pay; a first payment makes a mandate."""
        data = self.payments[payment]
        data["status"] = "paid"
        if data["sequenceType"] == "first":
            data["mandateId"] = self.make_mandate(
                data["customerId"], data["method"], **details
            )
        self.call(payment)

    def make_mandate(self, customer, method, status="valid", **details):
        """Return a new mandate of a customer, of the kind that recurs after `method`."""
        kind = method if method in ("creditcard", "paypal") else "directdebit"
        own = {
            "creditcard": {"cardNumber": "6787", "cardExpiryDate": "2030-03-31"},
            "paypal": {"consumerAccount": "ada@example.com"},
            "directdebit": {"consumerAccount": "NL55INGB0000004300"},
        }[kind]
        mandate = self.number("mdt")
        self.mandates[mandate] = {
            "resource": "mandate",
            "id": mandate,
            "customerId": customer,
            "method": kind,
            "status": status,
            "details": own | details,
            "mandateReference": f"SD-{mandate}",
            "signatureDate": "2024-01-10",
        }
        return mandate

    def fail(self, payment, **details):
        """Let the bank refuse a payment."""
        self.payments[payment] |= {"status": "failed", "details": details}
        self.call(payment)

    def end(self, payment, status):
        """Let a payment expire, or its customer cancel it."""
        self.payments[payment]["status"] = status
        self.call(payment)

    def take_back(self, payment, value, reason=None):
        """Let the customer's bank take back `value` of a payment; it stays paid."""
        data = self.payments[payment]
        data["amountChargedBack"] = self._money(data, value)
        told = reason and {"code": reason, "description": "As the bank says"}
        row = {"id": self.number("chb"), "reason": told}
        self.chargebacks.setdefault(payment, []).insert(0, row)
        self.call(payment)

    def give_again(self, payment):
        """Let the dispute be won: the money that was taken back is given again."""
        data = self.payments[payment]
        data["amountChargedBack"] = self._money(data, "0.00")
        self.call(payment)

    def refund(self, payment, value, reference=None, **values):
        """Give money back, as in the dashboard if there is no reference; return it."""
        data = self.payments[payment]
        done = float((data.get("amountRefunded") or {}).get("value", 0))
        data["amountRefunded"] = self._money(data, f"{done + float(value):.2f}")
        row = {
            "resource": "refund",
            "id": self.number("re"),
            "paymentId": payment,
            "amount": self._money(data, value),
            "status": "pending",
            "metadata": reference and {"reference": reference},
            **values,
        }
        self.refunds.setdefault(payment, []).append(row)
        return row

    def end_refund(self, payment, status="refunded", number=-1):
        """Let a refund arrive at the customer's bank, or fail."""
        row = self.refunds[payment][number]
        row["status"] = status
        if status in ("failed", "canceled"):
            data = self.payments[payment]
            left = float(data["amountRefunded"]["value"]) - float(row["amount"]["value"])
            data["amountRefunded"] = self._money(data, f"{left:.2f}")
        self.call(payment)

    def call(self, payment):
        """Remember that Mollie would call the webhook of a payment."""
        self.calls.append((payment, self.payments[payment].get("webhookUrl")))

    @staticmethod
    def _money(data, value):
        return {"currency": data["amount"]["currency"], "value": value}

    def charged(self, reference):
        """Return how often money moved, or moves, for a charge of ours."""
        return sum(
            data["metadata"]["reference"] == reference
            and data["status"] in ("paid", "pending")
            for data in self.payments.values()
        )
