"""A Mollie of our own: it keeps state, and may be slow, silent, wrong, or call late."""

import itertools
import json
import re
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "test_key"
# Longer than Odoo waits for an answer.
TOO_LONG = 12
KEY_LIVES = 3600
LIMIT = 1000.0


class Mollie(ThreadingHTTPServer):
    """Customers, mandates, payments, refunds and chargebacks, as Mollie keeps them.

    `troubles` are what happens to the next requests, one each: what is not named there is
    answered well. `calls` are the webhooks that Mollie would make: whoever tests makes
    them when and as often as they like.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
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


class _RefusedError(Exception):
    def __init__(self, status, detail):
        super().__init__(detail)
        self.status, self.detail = status, detail


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *_arguments):
        """Say nothing."""

    def do_GET(self):
        self._handle("GET")

    def do_POST(self):
        self._handle("POST")

    def do_DELETE(self):
        self._handle("DELETE")

    def _handle(self, method):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.server.requests.append((method, self.path))
        trouble = self.server.troubles.pop(0) if self.server.troubles else ""
        before = {"broken": 503, "busy": 429, "running": 409}
        if trouble in before:
            self._answer(before[trouble], {"status": before[trouble], "detail": trouble})
            return
        if trouble == "silent":
            self._hang_up()
            return
        status, data = self._do(method, json.loads(body or "{}"))
        if trouble == "dropped":
            self._hang_up()
        elif trouble == "lost":
            self._answer(500, {"status": 500, "detail": "lost"})
        elif trouble == "slow":
            time.sleep(TOO_LONG)
        else:
            self._answer(status, data)

    def _hang_up(self):
        self.close_connection = True
        self.connection.close()

    def _answer(self, status, data):
        body = json.dumps(data).encode() if data is not None else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/hal+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _do(self, method, data):
        """Return (status, answer); the same key is done once for an hour."""
        if self.headers.get("Authorization") != f"Bearer {self.server.key}":
            return 401, {"status": 401, "detail": "Missing authentication"}
        key = self.headers.get("Idempotency-Key") if method == "POST" else None
        now = datetime.now().timestamp()  # noqa: DTZ005 - only differences count
        known = self.server.remembered.get(key)
        if key and known and now - known[0] < KEY_LIVES:
            if known[1] != (self.path, data):
                return 400, {"status": 400, "detail": "Key used for another request"}
            return known[2]
        try:
            answer = self._route(method, data)
        except _RefusedError as refused:
            return refused.status, {"status": refused.status, "detail": refused.detail}
        if key:
            self.server.remembered[key] = (now, (self.path, data), answer)
        return answer

    def _route(self, method, data):
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        for wanted, pattern, name in ROUTES:
            found = re.fullmatch(pattern, parts.path)
            if wanted == method and found:
                return getattr(self, name)(data, query, *found.groups())
        raise _RefusedError(404, "No such page")

    # === pages === #

    def _profile(self, _data, _query):
        links = {"dashboard": {"href": "https://my.mollie.com/dashboard/org_1"}}
        return 200, {"name": "Bike shop", "mode": "test", "_links": links}

    def _methods(self, _data, query):
        first = query.get("sequenceType") == "first"
        names = self.server.first if first else self.server.recurring
        rows = [{"id": name} for name in sorted(names)]
        return 200, {"_embedded": {"methods": rows}}

    def _make_customer(self, data, _query):
        number = self.server.number("cst")
        self.server.customers[number] = data
        return 201, {"id": number, **data}

    def _make_payment(self, data, _query):
        number = self.server.number("tr")
        made = {"once": self._once, "first": self._first, "recurring": self._recur}
        sequence = data.get("sequenceType", "oneoff")
        own = made.get(sequence, self._once)(data)
        payment = {
            "resource": "payment",
            "id": number,
            "sequenceType": sequence,
            "createdAt": "2024-01-10T12:00:00+00:00",
            "details": None,
            **data,
            **own,
        }
        self.server.payments[number] = payment
        return 201, payment

    def _once(self, data):
        href = "https://www.mollie.com/checkout/select/1?token=2"
        return {
            "status": "open",
            "method": (data.get("method") or ["ideal"])[0],
            "_links": {"checkout": {"href": href}},
        }

    def _first(self, data):
        if data.get("customerId") not in self.server.customers:
            raise _RefusedError(422, "The customer id is invalid")
        free = data["method"][0] in ("creditcard", "paypal")
        if float(data["amount"]["value"]) == 0 and not free:
            raise _RefusedError(422, "The amount is lower than the minimum")
        return self._once(data)

    def _recur(self, data):
        mandate = self.server.mandates.get(data.get("mandateId")) or {}
        if mandate.get("status") != "valid" or mandate["customerId"] != data["customerId"]:
            raise _RefusedError(422, "The customer has no suitable mandates")
        debit = mandate["method"] == "directdebit"
        if debit and float(data["amount"]["value"]) > LIMIT:
            raise _RefusedError(422, "The amount is higher than the maximum")
        return {"status": "pending" if debit else "paid", "method": mandate["method"]}

    def _payment(self, _data, _query, number):
        return 200, self._find(self.server.payments, number)

    def _chargebacks(self, _data, _query, number):
        rows = self.server.chargebacks.get(number, [])
        return 200, {"_embedded": {"chargebacks": rows}}

    def _list_refunds(self, _data, _query, number):
        return 200, {"_embedded": {"refunds": self.server.refunds.get(number, [])}}

    def _make_refund(self, data, _query, number):
        payment = self._find(self.server.payments, number)
        done = float((payment.get("amountRefunded") or {}).get("value", 0))
        value = data["amount"]["value"]
        if done + float(value) > float(payment["amount"]["value"]):
            raise _RefusedError(422, "The amount is higher than what is left")
        reference = data["metadata"]["reference"]
        return 201, self.server.refund(number, value, reference)

    def _refund(self, _data, _query, number, refund):
        rows = {row["id"]: row for row in self.server.refunds.get(number, [])}
        return 200, self._find(rows, refund)

    def _customers_payments(self, _data, query, customer):
        every = [
            data
            for data in reversed(self.server.payments.values())
            if data.get("customerId") == customer
        ]
        ids = [data["id"] for data in every]
        begin = ids.index(query["from"]) if "from" in query else 0
        rows = every[begin : begin + int(query["limit"])]
        return 200, {"_embedded": {"payments": rows}}

    def _mandate(self, _data, _query, _customer, number):
        return 200, self._find(self.server.mandates, number)

    def _revoke(self, _data, _query, _customer, number):
        self._find(self.server.mandates, number)
        del self.server.mandates[number]
        return 204, None

    @staticmethod
    def _find(records, number):
        if number not in records:
            raise _RefusedError(404, "No such thing exists")
        return records[number]


ROUTES = (
    ("GET", "/v2/profiles/me", "_profile"),
    ("GET", "/v2/methods", "_methods"),
    ("POST", "/v2/customers", "_make_customer"),
    ("POST", "/v2/payments", "_make_payment"),
    ("GET", "/v2/payments/([^/]+)", "_payment"),
    ("GET", "/v2/payments/([^/]+)/chargebacks", "_chargebacks"),
    ("GET", "/v2/payments/([^/]+)/refunds", "_list_refunds"),
    ("POST", "/v2/payments/([^/]+)/refunds", "_make_refund"),
    ("GET", "/v2/payments/([^/]+)/refunds/([^/]+)", "_refund"),
    ("GET", "/v2/customers/([^/]+)/payments", "_customers_payments"),
    ("GET", "/v2/customers/([^/]+)/mandates/([^/]+)", "_mandate"),
    ("DELETE", "/v2/customers/([^/]+)/mandates/([^/]+)", "_revoke"),
)
